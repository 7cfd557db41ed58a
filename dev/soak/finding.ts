/** One thing that was looked at after a soak. */
export interface Finding {
  what: string;
  /** What was found, for the summary. */
  found: string;
  ok: boolean;
}

const SHOWN = 3;
const MAX_CHARS = 200;

/** There must be none of these. */
export function none(what: string, those: readonly string[]): Finding {
  const examples = those.slice(0, SHOWN).map((example) => example.slice(0, MAX_CHARS));
  return {
    what: `no ${what}`,
    found: [String(those.length), ...examples].join(' · '),
    ok: those.length === 0,
  };
}
