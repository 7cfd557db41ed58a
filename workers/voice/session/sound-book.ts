/** The sound of the turn that is being spoken, for a page that comes back and lacks some of it. Bounded; nothing is stored. */
export interface SoundBook {
  put(turn: number, firstSample: number, pcm: Uint8Array): void;
  /** Of the turn, from that sample on. */
  missed(turn: number, fromSample: number): { firstSample: number; pcm: Uint8Array }[];
  clear(): void;
}

/** Some two minutes. */
const MAX_BYTES = 6_000_000;

export function createSoundBook(): SoundBook {
  let ofTurn = 0;
  let bytes = 0;
  let frames: { firstSample: number; pcm: Uint8Array }[] = [];
  const clear = (): void => {
    bytes = 0;
    frames = [];
  };
  return {
    put(turn, firstSample, pcm) {
      if (turn !== ofTurn) clear();
      ofTurn = turn;
      frames.push({ firstSample, pcm: pcm.slice() });
      bytes += pcm.byteLength;
      while (bytes > MAX_BYTES) bytes -= frames.shift()?.pcm.byteLength ?? 0;
    },
    missed: (turn, fromSample) =>
      turn === ofTurn
        ? frames.filter(({ firstSample, pcm }) => firstSample + pcm.byteLength / 2 > fromSample)
        : [],
    clear,
  };
}
