/** The secrets with which the Workers sign what they ask of each other. */
import { MIN_SECRET_CHARS } from '../signing/profile.ts';
import type { VariableReader } from './variables.ts';

/** What a Worker signs with: the current one. */
export function readSharedSecret(variables: VariableReader): string {
  return variables.text('WORKER_SHARED_SECRET', { minLength: MIN_SECRET_CHARS });
}

/** What a Worker accepts: the current one first, then the previous one while it rotates. */
export function readSharedSecrets(variables: VariableReader): [string, ...string[]] {
  const previous = variables.optionalText('WORKER_SHARED_SECRET_PREVIOUS', { minLength: MIN_SECRET_CHARS });
  return [readSharedSecret(variables), ...(previous === undefined ? [] : [previous])];
}
