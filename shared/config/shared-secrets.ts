/** The secrets with which the Workers sign what they ask of each other. */
import { MIN_SECRET_CHARS } from '../signing/profile.ts';
import type { SettingsReader } from './settings.ts';

/** What a Worker signs with: the current one. */
export function readSharedSecret(settings: SettingsReader): string {
  return settings.text('WORKER_SHARED_SECRET', { minLength: MIN_SECRET_CHARS });
}

/** What a Worker accepts: the current one first, then the previous one while it rotates. */
export function readSharedSecrets(settings: SettingsReader): [string, ...string[]] {
  const previous = settings.optionalText('WORKER_SHARED_SECRET_PREVIOUS', { minLength: MIN_SECRET_CHARS });
  return [readSharedSecret(settings), ...(previous === undefined ? [] : [previous])];
}
