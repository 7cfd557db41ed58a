/** What the doctor says of one part. Pure. */

export interface Finding {
  part: string;
  state: 'ok' | 'stand-in' | 'failed';
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
