/** What the page tells the audio worklet; back come `PlaybackReport`s. */
export type PlayerMessage =
  | { kind: 'push'; turn: number; first: number; samples: Int16Array }
  | { kind: 'end'; turn: number; total: number }
  | { kind: 'hold'; held: boolean }
  | { kind: 'flush'; turn: number; over: boolean };

export const PLAYER = 'libra-player';
