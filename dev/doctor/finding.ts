/** What the doctor says of one part. Pure. */
import { adviseFor, DEVELOPMENT, varsFileOf } from '../stack/environments.ts';

export interface Finding {
  part: string;
  /** `untried`: it could not be looked at from here. */
  state: 'ok' | 'stand-in' | 'untried' | 'failed';
  /** What was seen; never a secret. */
  seen: string;
  /** What to do about it, when something is to be done. */
  advice?: string;
}

export function ok(part: string, seen: string): Finding {
  return { part, state: 'ok', seen };
}

export function failed(part: string, seen: string, advice: string): Finding {
  return { part, state: 'failed', seen, advice };
}

export function standIn(part: string, variables: string): Finding {
  return {
    part,
    state: 'stand-in',
    seen: 'npm start uses its stand-in',
    advice: `for the real one, set ${variables}`,
  };
}

export function untried(part: string, seen: string, advice: string): Finding {
  return { part, state: 'untried', seen, advice };
}

/**
 * As it is said of an environment: commands as they are typed for it, and no stand-in, which a deployment has none of. What is not in
 * its file may be at Cloudflare.
 */
export function findingFor(environment: string, finding: Finding): Finding {
  if (environment === DEVELOPMENT) return finding;
  const { part, state, seen, advice } = finding;
  if (state === 'stand-in')
    return untried(
      part,
      `not in ${varsFileOf(environment)}, so it was not tried`,
      (advice ?? '').replace('for the real one, ', ''),
    );
  return { part, state, seen, ...(advice === undefined ? {} : { advice: adviseFor(environment, advice) }) };
}
