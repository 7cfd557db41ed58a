/** When each stage of a turn was reached, for the log: what took how long, and never what was said. Pure. */
export type Stamp = 'speech_end' | 'transcript' | 'asked' | 'first_token' | 'first_clause' | 'first_sound';

export interface Stamps {
  /** The first time counts. Unix milliseconds. */
  note(stamp: Stamp, atMs: number): void;
  /** Anew: the last time counts for what a turn may have several of. */
  renew(stamp: Stamp, atMs: number): void;
  /**
   * Milliseconds of each stage on the way to the first sound, since the one before it; null where one was not reached, or came
   * behind that sound: what a model says by itself may be heard before a clause of it is written.
   */
  stages(): Record<StageName, number | null>;
  clear(): void;
}

/** In their order; of each but the first, what its time is called. */
const STAGES = {
  speech_end: null,
  transcript: 'transcribeMs',
  asked: 'pauseMs',
  first_token: 'firstTokenMs',
  first_clause: 'firstClauseMs',
  first_sound: 'firstSoundMs',
} as const satisfies Record<Stamp, string | null>;

export type StageName = NonNullable<(typeof STAGES)[Stamp]> | 'totalMs';

const NOT_REACHED: Record<StageName, null> = {
  transcribeMs: null,
  pauseMs: null,
  firstTokenMs: null,
  firstClauseMs: null,
  firstSoundMs: null,
  totalMs: null,
};

export function createStamps(): Stamps {
  const at = new Map<Stamp, number>();
  return {
    note: (stamp, atMs) => void (at.has(stamp) || at.set(stamp, atMs)),
    renew: (stamp, atMs) => void at.set(stamp, atMs),
    stages() {
      const stages: Record<StageName, number | null> = { ...NOT_REACHED };
      let before: number | null = null;
      for (const { stamp, atMs } of inOrder(at)) {
        const stage = STAGES[stamp];
        if (stage !== null && before !== null) stages[stage] = atMs - before;
        before = atMs;
      }
      const [start, end] = [at.get('speech_end'), at.get('first_sound')];
      if (start !== undefined && end !== undefined && start <= end) stages.totalMs = end - start;
      return stages;
    },
    clear: () => at.clear(),
  };
}

/** Without those that were reached after a later one. */
function inOrder(at: ReadonlyMap<Stamp, number>): { stamp: Stamp; atMs: number }[] {
  const reached: { stamp: Stamp; atMs: number }[] = [];
  let laterMs = Number.POSITIVE_INFINITY;
  for (const stamp of (Object.keys(STAGES) as Stamp[]).reverse()) {
    const atMs = at.get(stamp);
    if (atMs === undefined || atMs > laterMs) continue;
    reached.unshift({ stamp, atMs });
    laterMs = atMs;
  }
  return reached;
}
