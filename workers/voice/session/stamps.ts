/** When each stage of a turn was reached, for the log: what took how long, and never what was said. Pure. */
export type Stamp = 'speech_end' | 'transcript' | 'asked' | 'first_token' | 'first_clause' | 'first_sound';

export interface Stamps {
  /** The first time counts. Unix milliseconds. */
  note(stamp: Stamp, atMs: number): void;
  /** Anew: the last time counts for what a turn may have several of. */
  renew(stamp: Stamp, atMs: number): void;
  /** Milliseconds of each stage; null where one was not reached. */
  stages(): Record<StageName, number | null>;
  clear(): void;
}

export type StageName =
  | 'transcribeMs'
  | 'pauseMs'
  | 'firstTokenMs'
  | 'firstClauseMs'
  | 'firstSoundMs'
  | 'totalMs';

export function createStamps(): Stamps {
  const at = new Map<Stamp, number>();
  const between = (from: Stamp, to: Stamp): number | null => {
    const [start, end] = [at.get(from), at.get(to)];
    return start === undefined || end === undefined ? null : end - start;
  };
  return {
    note: (stamp, atMs) => void (at.has(stamp) || at.set(stamp, atMs)),
    renew: (stamp, atMs) => void at.set(stamp, atMs),
    stages: () => ({
      transcribeMs: between('speech_end', 'transcript'),
      pauseMs: between('transcript', 'asked'),
      firstTokenMs: between('asked', 'first_token'),
      firstClauseMs: between('first_token', 'first_clause'),
      firstSoundMs: between('first_clause', 'first_sound'),
      totalMs: between('speech_end', 'first_sound'),
    }),
    clear: () => at.clear(),
  };
}
