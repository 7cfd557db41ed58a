/** Speaks to the stand-in's own API (protocol.ts), for what plays a person: `npm run ask`, the soak, the tests. */
import type { MessageView } from './protocol.ts';
import { interactiveParts } from './rules/components/find.ts';

/** Throws with the stand-in's own words when it refuses. */
export async function readWorld<T>(url: string): Promise<T> {
  return parse<T>(url, await fetch(url));
}

/** Posts JSON. Throws with the stand-in's own words when it refuses. */
export async function writeWorld<T>(url: string, body: unknown): Promise<T> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return parse<T>(url, await fetch(url, init));
}

/** True when an interaction's answer is at its end: there is one, nothing thinks any more, and no Stop button is left. */
export function isAnswered(messages: readonly MessageView[]): boolean {
  return (
    messages.length > 0 &&
    messages.every(
      (message) => message.state !== 'thinking' && !buttonsOf(message).some((id) => id.startsWith('stop')),
    )
  );
}

/** The `custom_id`s of a message's buttons. */
export function buttonsOf(message: MessageView): string[] {
  return interactiveParts(message).flatMap(({ custom_id }) => custom_id ?? []);
}

async function parse<T>(url: string, response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
