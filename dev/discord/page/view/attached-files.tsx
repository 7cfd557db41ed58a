import type { RegisteredOption } from '../../protocol.ts';
import { ATTACHMENT_OPTION, type Attached } from '../command/attached.ts';
import { localise } from '../command/localise.ts';
import { ownPath } from './attachments.tsx';
import { usePage } from './context.ts';
import { formatSize } from './file-text.ts';
import { Icon } from './icons.tsx';

/** What is given to the options of a command that take files, and a way to give one more. */
export function AttachedFiles({
  options,
  attached,
  onPick,
  onRemove,
}: {
  options: readonly RegisteredOption[];
  attached: Attached;
  onPick(option: RegisteredOption): void;
  onRemove(name: string): void;
}) {
  const { texts, locale } = usePage();
  const takers = options.filter(({ type }) => type === ATTACHMENT_OPTION);
  if (takers.length === 0) return null;
  const next = takers.find(({ name }) => attached[name] === undefined);
  const slots = takers.filter((option) => option === next || attached[option.name] !== undefined);
  return (
    <ul class="attached-files" aria-label={texts.files}>
      {slots.map((option) => {
        const upload = attached[option.name];
        const name = localise(option.name, option.name_localizations, locale);
        if (upload === undefined) {
          return (
            <li key={option.name}>
              <button
                type="button"
                class="attach-button"
                data-testid={`attach-${option.name}`}
                onClick={() => onPick(option)}
              >
                <Icon name="file" size={18} /> {texts.attach(name)}
              </button>
            </li>
          );
        }
        return (
          <li key={option.name} class="attached-file" data-testid={`attached-${option.name}`}>
            {upload.width === undefined ? (
              <Icon name="file" size={24} />
            ) : (
              <img src={ownPath(upload.url)} alt="" />
            )}
            <span class="attachment-text">
              <b>{upload.filename}</b>
              <small>
                {name} · {formatSize(upload.size, locale)}
                {upload.width !== undefined && ` · ${upload.width} × ${upload.height}`}
              </small>
            </span>
            <button
              type="button"
              class="icon-button"
              aria-label={texts.removeFile(upload.filename)}
              onClick={() => onRemove(option.name)}
            >
              <Icon name="close" size={16} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
