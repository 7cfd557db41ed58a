/** An answer came, and the message says what is wrong with it. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
}

/** Why a service gave no usable answer, in a few words without its address, which may hold a password. Pure. */
export function describeNoAnswer(error: unknown): string {
  if (!(error instanceof Error)) return 'no usable answer';
  if (error instanceof UnusableAnswerError) return error.message;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time';
  const { code } = (error.cause ?? error) as { code?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return `it cannot be reached (${code})`;
  if (error instanceof SyntaxError) return 'its answer is no JSON: is that the address of the service?';
  return error.message === 'fetch failed' ? 'it cannot be reached' : `no usable answer (${error.name})`;
}
