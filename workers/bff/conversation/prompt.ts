/** What goes to the model for a person: who Libra is, what was said before, and the question. Pure. */
import { type ChatMessage, textOf } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { framePassages, type NumberedPassage, withPassages } from '../documents/framed-passages.ts';
import { BYTES_PER_TOKEN, boundTokens, FRAME_BOUND_TOKENS } from '../limits/bound.ts';
import type { TokenEstimate } from '../limits/learned.ts';
import { frameFacts } from '../memory/frame.ts';
import type { RecalledFact } from '../memory/recall.ts';
import type { SettledSettings } from '../personas/settle.ts';
import type { RememberedMessage } from './message-row.ts';
import { frameAsked } from './speakers.ts';
import { createSystemPrompt } from './system-prompt.ts';
import { selectContinuedWindow, selectWindow, sizeOf } from './window.ts';

export interface PromptSources {
  caller: Caller;
  settings: SettledSettings;
  newestFirst: readonly RememberedMessage[];
  /** The turn whose answer is continued, newest message first; null for none. */
  continued: readonly RememberedMessage[] | null;
  /** In a conversation of the channel: what the model calls the person who asks; null or absent elsewhere. */
  requester?: string | null;
  /** The answer is heard, not read. */
  isSpoken?: boolean;
  /** What the person has told of themselves. Absent: nothing. */
  facts?: readonly RecalledFact[];
  asked: readonly ChatMessage[];
  /** Of documents, for this question. */
  passages?: readonly NumberedPassage[];
  /** How much of what was said before may come along, in estimated tokens. */
  memoryTokens: number;
  /** The same as an upper bound: what has been reserved. Instructions share it that were not known then. */
  windowTokens: number;
  /** What has been reserved for instructions, by the same bound. */
  instructionTokens: number;
  /** Of the model that is asked. Absent: what was estimated when a message was stored. */
  estimate?: TokenEstimate;
  /** Unix milliseconds. */
  nowMs: number;
}

export function buildPrompt(sources: PromptSources): ChatMessage[] {
  const { caller, settings, requester = null, isSpoken = false, asked, nowMs } = sources;
  return [
    {
      role: 'system',
      content: [
        createSystemPrompt({ caller, requester, settings, isSpoken, nowMs }),
        ...factsIn(sources),
      ].join('\n\n'),
    },
    ...windowOf(sources).map(({ message }) => message),
    ...withPassages(requester === null ? asked : frameAsked(asked, requester), sources.passages ?? []),
  ];
}

/** With half of what was said before, by tokens. Null when there is nothing to leave out. */
export function buildShorterPrompt(sources: PromptSources): ChatMessage[] | null {
  const heldTokens = sizeOf(windowOf(sources));
  return heldTokens === 0 ? null : buildPrompt({ ...sources, memoryTokens: Math.floor(heldTokens / 2) });
}

/** Of what was said before, what goes along with a question, oldest first. */
export function selectRemembered(
  sources: Omit<PromptSources, 'caller' | 'asked' | 'nowMs' | 'newestFirst' | 'continued'>,
): (newestFirst: readonly RememberedMessage[]) => RememberedMessage[] {
  return (newestFirst) => windowOf({ ...sources, newestFirst, continued: null });
}

/** A message never counts less than when it was stored. */
function weigh(
  messages: readonly RememberedMessage[],
  estimate: TokenEstimate | undefined,
): readonly RememberedMessage[] {
  if (estimate === undefined) return messages;
  return messages.map(({ message, tokens }) => ({
    message,
    tokens: Math.max(tokens, estimate(textOf(message.content))),
  }));
}

/** An upper bound of their tokens. */
export function boundInstructions({
  instructions,
  persona,
}: Pick<SettledSettings, 'instructions' | 'persona'>): number {
  return boundTokens([...instructions, persona?.instructions ?? ''].join('\n\n'));
}

type RoomSources = Pick<
  PromptSources,
  'settings' | 'facts' | 'passages' | 'windowTokens' | 'instructionTokens'
>;

/** What shares the room of what was said before, and was not known when that was reserved. */
function unreservedIn({ settings, passages = [], instructionTokens }: RoomSources): number {
  const shown = passages.length === 0 ? 0 : boundTokens(framePassages(passages));
  return Math.max(0, boundInstructions(settings) - instructionTokens) + shown;
}

/** They take their room from what was said before; without room for all of them, none goes along. */
function factsIn(sources: RoomSources): [string] | [] {
  const framed = frameFacts(sources.facts ?? []);
  const room = sources.windowTokens - unreservedIn(sources);
  return framed === '' || boundTokens(framed) + FACT_JOINT_TOKENS > room ? [] : [framed];
}

function boundFacts(sources: RoomSources): number {
  const [framed] = factsIn(sources);
  return framed === undefined ? 0 : boundTokens(framed) + FACT_JOINT_TOKENS;
}

/** The blank line before them. */
const FACT_JOINT_TOKENS = 2;

function windowOf(
  sources: Omit<PromptSources, 'caller' | 'requester' | 'asked' | 'nowMs'>,
): RememberedMessage[] {
  const newestFirst = weigh(sources.newestFirst, sources.estimate);
  const continued = sources.continued === null ? null : weigh(sources.continued, sources.estimate);
  const room = sources.windowTokens - unreservedIn(sources) - boundFacts(sources);
  // A turn that is cut to the budget has two frames besides.
  const roomInTokens = Math.floor((room - 2 * FRAME_BOUND_TOKENS) / BYTES_PER_TOKEN);
  const memoryTokens = Math.max(0, Math.min(sources.memoryTokens, roomInTokens));
  return continued === null
    ? selectWindow(newestFirst, memoryTokens, room)
    : selectContinuedWindow(continued, newestFirst, memoryTokens, room);
}
