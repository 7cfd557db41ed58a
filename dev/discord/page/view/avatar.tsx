import type { WorldUser } from '../../protocol.ts';
import { initialOf, inkOn } from './colors.ts';
import { Icon } from './icons.tsx';

type Size = 'small' | 'medium' | 'large';

/** Decoration: the name always stands beside it. */
export function UserAvatar({ user, size = 'medium' }: { user: WorldUser | undefined; size?: Size }) {
  const color = user?.color ?? '#6b7080';
  return (
    <span
      class={`avatar avatar-${size}`}
      style={{ backgroundColor: color, color: inkOn(color) }}
      aria-hidden="true"
    >
      {initialOf(user?.displayName ?? '?')}
    </span>
  );
}

export function AppAvatar({ size = 'medium' }: { size?: Size }) {
  return (
    <span class={`avatar avatar-app avatar-${size}`} aria-hidden="true">
      <Icon name="libra" size={size === 'large' ? 40 : size === 'medium' ? 24 : 12} />
    </span>
  );
}
