import type { PageLocale } from '../../protocol.ts';
import type { Theme } from '../state/model.ts';
import { UserAvatar } from './avatar.tsx';
import { usePage } from './context.ts';
import { Icon, type IconName } from './icons.tsx';

const LOCALES: { value: PageLocale; label: string }[] = [
  { value: 'ko', label: '한국어' },
  { value: 'en-US', label: 'English' },
];

const THEMES: { value: Theme; icon: IconName }[] = [
  { value: 'light', icon: 'sun' },
  { value: 'dark', icon: 'moon' },
  { value: 'system', icon: 'screen' },
];

/** Who one is, in which language, and how the page looks. */
export function Switches() {
  const { session, state, texts, world } = usePage();
  const { userId, locale, theme } = state.preferences;
  const user = world.users.find(({ id }) => id === userId);
  return (
    <div class="switches">
      <label class="user-switch">
        <UserAvatar user={user} />
        <span class="user-text">
          <span class="eyebrow">
            {texts.actAs}
            {user?.moderator === true && (
              <span class="moderator">
                <Icon name="shield" size={12} /> {texts.moderator}
              </span>
            )}
          </span>
          <select
            data-testid="switch-user"
            value={userId ?? ''}
            onChange={({ currentTarget }) => session.selectUser(currentTarget.value)}
          >
            {world.users.map(({ id, displayName, username }) => (
              <option key={id} value={id}>
                {displayName} (@{username})
              </option>
            ))}
          </select>
        </span>
      </label>
      <div class="switch-row">
        <fieldset class="segments" data-testid="switch-locale">
          <legend class="visually-hidden">{texts.language}</legend>
          {LOCALES.map(({ value, label }) => (
            <label key={value} lang={value} data-testid={`switch-locale-${value}`}>
              <input
                type="radio"
                name="locale"
                value={value}
                checked={value === locale}
                onChange={() => session.setLocale(value)}
              />
              <span class="segment-word">{label}</span>
            </label>
          ))}
        </fieldset>
        <fieldset class="segments" data-testid="switch-theme">
          <legend class="visually-hidden">{texts.theme}</legend>
          {THEMES.map(({ value, icon }) => (
            <label key={value} data-testid={`switch-theme-${value}`} title={texts.themes[value]}>
              <input
                type="radio"
                name="theme"
                value={value}
                checked={value === theme}
                onChange={() => session.setTheme(value)}
              />
              <span>
                <Icon name={icon} size={16} />
                <span class="visually-hidden">{texts.themes[value]}</span>
              </span>
            </label>
          ))}
        </fieldset>
      </div>
    </div>
  );
}
