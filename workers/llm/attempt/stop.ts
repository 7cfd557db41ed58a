/**
 * Why work was stopped from our side. It travels as an abort signal's reason, so the code that catches the abort knows the cause
 * without a second channel.
 */
export type StopCause =
  /** Nobody reads the answer any more. */
  | 'client_gone'
  /** The whole request has used up its time. */
  | 'deadline'
  /** The provider sent no token in the time that an attempt gets for its first. */
  | 'first_token_timeout'
  /** The provider sent no further token in the time between two. */
  | 'stalled';

export class Stopped extends Error {
  readonly stopCause: StopCause;
  constructor(cause: StopCause) {
    super(`Stopped: ${cause}`);
    this.name = 'Stopped';
    this.stopCause = cause;
  }
}

/** The cause of an aborted signal; undefined when it is not aborted. A reason of another make means that the client left. */
export function stopCauseOf(signal: AbortSignal): StopCause | undefined {
  if (!signal.aborted) return undefined;
  return signal.reason instanceof Stopped ? signal.reason.stopCause : 'client_gone';
}
