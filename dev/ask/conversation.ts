/** Uses a command in the Discord stand-in's channel and watches the answer grow, as the page does. */
import { decodeSse } from '../../shared/sse/decode.ts';
import { withoutQuestion } from '../answer-text.ts';
import type {
  DevRefusal,
  InteractionRecord,
  InvokeResult,
  MessageView,
  PageLocale,
  WorldEvent,
  WorldState,
} from '../discord/protocol.ts';
import { buttonsOf, isAnswered, readWorld } from '../discord/world-client.ts';
import { splitFailure } from './failure.ts';
import { createProgress } from './progress.ts';

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

/** Throws `AskError` when no whole answer came, whatever the reason. */
export async function ask(options: AskOptions): Promise<Answer> {
  try {
    return await converse(options);
  } catch (error) {
    if (error instanceof AskError) throw error;
    if (error instanceof Error && error.name === 'TimeoutError')
      throw new AskError('no_answer', `no whole answer within ${PATIENCE_MS / 1000} seconds`);
    throw new AskError('stack_lost', `the stack at ${options.discordUrl} does not answer (any more)`);
  }
}

async function converse({ discordUrl, prompt, locale, onText }: AskOptions): Promise<Answer> {
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
    if (isPartOf(result, message)) messages.set(message.id, message);
  }
  progress(joined(messages));
  if (!isAnswered([...messages.values()])) {
    for await (const data of decodeSse(events.body as never, { signal: stop })) {
      const event = JSON.parse(data) as WorldEvent;
      if (event.kind !== 'message' || !isPartOf(result, event.message)) continue;
      messages.set(event.message.id, event.message);
      progress(joined(messages));
      if (isAnswered([...messages.values()])) break;
    }
  }
  left.abort();
  if (!isAnswered([...messages.values()]))
    throw new AskError('stack_lost', 'the stack stopped before the answer was whole');
  return summarise(discordUrl, result, messages);
}

/** What Libra says about itself after an answer, to the person alone, is no part of it. */
function isPartOf({ interactionId }: InvokeResult, message: MessageView): boolean {
  return message.interactionId === interactionId && !(message.followUp && message.ephemeral);
}

async function summarise(
  discordUrl: string,
  result: InvokeResult,
  messages: ReadonlyMap<string, MessageView>,
): Promise<Answer> {
  const { text, failure } = splitFailure(joined(messages));
  if (failure !== null) throw new AskError(failure.code, failure.reason);
  // An answer that broke off, was empty or was kept out says so in its last line, and offers to be asked again.
  if ([...messages.values()].flatMap(buttonsOf).some((id) => id.startsWith('retry.')))
    throw new AskError('incomplete', text.split('\n').at(-1) ?? '');
  const record = await readWorld<InteractionRecord>(`${discordUrl}/dev/interactions/${result.interactionId}`);
  const written = record.revisions.filter(({ content }) => content !== '');
  return {
    text,
    deferredMs: result.callbackType === 5 ? result.latencyMs : null,
    firstTextMs: written[0]?.atMs ?? null,
    endMs: written.at(-1)?.atMs ?? result.latencyMs,
    edits: record.revisions.filter(({ kind }) => kind === 'edit' || kind === 'follow-up-edit').length,
    messages: messages.size,
  };
}

async function invoke(discordUrl: string, body: object): Promise<InvokeResult> {
  const response = await fetch(`${discordUrl}/dev/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as InvokeResult & Partial<DevRefusal>;
  if (!response.ok)
    throw new AskError('invalid_request', answer.error ?? `the stand-in answered ${response.status}`);
  return answer;
}

function joined(messages: ReadonlyMap<string, MessageView>): string {
  const inOrder = [...messages.values()].toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return withoutQuestion(inOrder.map(({ content }) => content).join('\n'));
}
