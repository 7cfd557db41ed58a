/** Uses a command in the Discord stand-in's channel and watches the answer grow, as the page does. */
import { ERROR_CODES, toErrorCode } from '../../shared/errors.ts';
import { decodeSse } from '../../shared/sse/decode.ts';
import type {
  InteractionRecord,
  InvokeResult,
  MessageView,
  PageLocale,
  WorldEvent,
  WorldState,
} from '../discord/protocol.ts';
import { isAnswered, readWorld } from '../discord/world-client.ts';

export interface AskOptions {
  /** The stand-in's own address. */
  discordUrl: string;
  prompt: string;
  locale: PageLocale;
  /** Receives the text that was added since the last call. */
  onText: (added: string) => void;
}

/** All times in milliseconds since the command was sent, as the Discord side saw them. */
export interface Answer {
  text: string;
  deferredMs: number | null;
  firstTextMs: number | null;
  endMs: number;
  edits: number;
  messages: number;
}

export class AskError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'AskError';
    this.code = code;
  }
}

/** Longer than any answer may take; after it the question counts as lost. */
const PATIENCE_MS = 180_000;

export async function ask({ discordUrl, prompt, locale, onText }: AskOptions): Promise<Answer> {
  const world = await readWorld<WorldState>(`${discordUrl}/dev/state`);
  const user = world.users[0];
  const channel = world.channels.find(({ guildId }) => guildId !== null);
  if (user === undefined || channel === undefined)
    throw new AskError('internal', 'the stand-in has no user or channel');

  const left = new AbortController();
  const stop = AbortSignal.any([left.signal, AbortSignal.timeout(PATIENCE_MS)]);
  // Listening begins before the command is sent, so that not even the first edit is missed.
  const events = await fetch(`${discordUrl}/dev/events?userId=${user.id}`, { signal: stop });
  if (events.body === null) throw new AskError('internal', 'the stand-in has no event stream');
  const invocation = invoke(discordUrl, {
    name: 'chat',
    options: { prompt },
    userId: user.id,
    channelId: channel.id,
    locale,
  });

  const result = await invocation;
  if (result.failure !== null) throw new AskError('no_response', result.failure);
  const messages = new Map<string, MessageView>();
  const progress = createProgress(onText);
  for (const message of await readWorld<MessageView[]>(
    `${discordUrl}/dev/messages?channelId=${channel.id}&userId=${user.id}`,
  )) {
    if (message.interactionId === result.interactionId) messages.set(message.id, message);
  }
  progress(joined(messages));
  if (!isAnswered([...messages.values()])) {
    for await (const data of decodeSse(events.body as never, { signal: stop })) {
      const event = JSON.parse(data) as WorldEvent;
      if (event.kind !== 'message' || event.message.interactionId !== result.interactionId) continue;
      messages.set(event.message.id, event.message);
      progress(joined(messages));
      if (isAnswered([...messages.values()])) break;
    }
  }
  left.abort();
  return summarise(discordUrl, result, joined(messages), messages.size);
}

async function summarise(
  discordUrl: string,
  result: InvokeResult,
  text: string,
  messages: number,
): Promise<Answer> {
  const code = readFailureCode(text);
  if (code !== undefined) throw new AskError(code, text);
  const record = await readWorld<InteractionRecord>(`${discordUrl}/dev/interactions/${result.interactionId}`);
  const written = record.revisions.filter(({ content }) => content !== '');
  return {
    text,
    deferredMs: result.callbackType === 5 ? result.latencyMs : null,
    firstTextMs: written[0]?.atMs ?? null,
    endMs: written.at(-1)?.atMs ?? result.latencyMs,
    edits: record.revisions.filter(({ kind }) => kind === 'edit' || kind === 'follow-up-edit').length,
    messages,
  };
}

async function invoke(discordUrl: string, body: object): Promise<InvokeResult> {
  const response = await fetch(`${discordUrl}/dev/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as InvokeResult & { message?: string };
  if (!response.ok)
    throw new AskError('invalid_request', answer.message ?? `the stand-in answered ${response.status}`);
  return answer;
}

function joined(messages: ReadonlyMap<string, MessageView>): string {
  const inOrder = [...messages.values()].toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return inOrder.map(({ content }) => content).join('\n');
}

/** Prints only what is new; an edit that rewrote earlier text starts again on a line of its own. */
function createProgress(onText: (added: string) => void): (text: string) => void {
  let shown = '';
  return (text) => {
    if (text === shown) return;
    onText(text.startsWith(shown) ? text.slice(shown.length) : `\n${text}`);
    shown = text;
  };
}

/** Failures end with their stable code as a line of subtext: "-# provider_timeout". */
function readFailureCode(text: string): string | undefined {
  const code = /(?:^|\n)-# ([a-z_]+)\s*$/.exec(text)?.[1];
  return code !== undefined && (ERROR_CODES as string[]).includes(code) ? toErrorCode(code) : undefined;
}
