/** What an answer says of its own failure: a last paragraph "⚠️ sentence", then the stable code as subtext. Pure. */

export interface Failure {
  /** Stable, e.g. `provider_timeout`. */
  code: string;
  /** The sentence that a person reads in the channel. */
  reason: string;
}

const FAILURE = /(?:^|\n{1,2})⚠️ ([^\n]+)\n-# ([a-z_]+)\s*$/;

/** `text` is what there is of the answer itself. */
export function splitFailure(content: string): { text: string; failure: Failure | null } {
  const match = FAILURE.exec(content);
  if (match === null) return { text: content, failure: null };
  const [, reason = '', code = ''] = match;
  return { text: content.slice(0, match.index), failure: { code, reason: readTimestamps(reason) } };
}

/** Discord's `<t:…:R>` is for Discord to show; elsewhere the time of day does. */
function readTimestamps(text: string): string {
  return text.replace(/<t:(\d{1,12})(?::\w)?>/g, (_, seconds: string) =>
    new Date(Number(seconds) * 1000).toLocaleTimeString('en-GB'),
  );
}
