/**
 * The one collector: puts the chunks of a stream together into the answer that they are. Pure.
 */
import type { LibraResponse } from '../contract/libra.ts';
import type { ChatChunk, ChunkChoice, FinishReason, ToolCallDelta } from './chunk.ts';
import type { ToolCall } from './messages.ts';
import type { Usage } from './usage.ts';

export interface AssembledAnswer {
  /** The provider's; empty when it has not said. */
  id: string;
  /** Unix seconds; 0 when the provider has not said. */
  created: number;
  /** As the provider names it; empty when it has not said. */
  model: string;
  /** By their index; at least one. */
  choices: AssembledChoice[];
  /** The latest count of the provider; null when it has not said. */
  usage: Usage | null;
  /** All that the chunks said, the latest word on each. */
  libra: LibraResponse;
}

export interface AssembledChoice {
  index: number;
  text: string;
  refusal: string;
  reasoning: string;
  toolCalls: ToolCall[];
  /** Null until the model has said that it is done. */
  finishReason: FinishReason | null;
}

export interface Assembler {
  add(chunk: ChatChunk): void;
  /** What has come so far; grows with further chunks. */
  readonly answer: AssembledAnswer;
}

/** `createCallId` names a tool call that the provider has left nameless. */
export function createAssembler(createCallId: () => string = randomCallId): Assembler {
  const answer: AssembledAnswer = {
    id: '',
    created: 0,
    model: '',
    choices: [emptyChoice(0)],
    usage: null,
    libra: {},
  };
  const callsOf = new Map<number, CallInProgress[]>();

  function addChoice(part: ChunkChoice): void {
    const choice = findChoice(answer.choices, part.index);
    choice.text += part.text;
    choice.refusal += part.refusal;
    choice.reasoning += part.reasoning;
    choice.finishReason = part.finishReason ?? choice.finishReason;
    if (part.toolCalls.length === 0) return;
    const calls = callsOf.get(part.index) ?? [];
    callsOf.set(part.index, calls);
    for (const delta of part.toolCalls) addToolCall(calls, delta, createCallId);
    choice.toolCalls = calls.map(({ call }) => call);
  }

  return {
    add(chunk) {
      answer.id = chunk.id ?? answer.id;
      answer.created = chunk.created ?? answer.created;
      answer.model = chunk.model ?? answer.model;
      answer.usage = chunk.usage ?? answer.usage;
      if (chunk.libra !== undefined) Object.assign(answer.libra, chunk.libra);
      for (const choice of chunk.choices) addChoice(choice);
    },
    answer,
  };
}

interface CallInProgress {
  /** As the provider counts, which may mean nothing. */
  index: number | undefined;
  /** The provider's own id; empty when it gave none. */
  givenId: string;
  call: ToolCall;
}

/**
 * Providers leave the index out, send 0 for every call or count from 1; repeat the id or leave it out. So the calls stand in
 * the order of their beginning, and a piece belongs to the one whose id or index it repeats, a new id with a name begins
 * another, and anything else belongs to the last. Source: https://github.com/apache/maka/issues/1995
 */
function addToolCall(calls: CallInProgress[], delta: ToolCallDelta, createCallId: () => string): void {
  let target = findCall(calls, delta);
  if (target === undefined) {
    target = {
      index: delta.index,
      givenId: delta.id ?? '',
      call: { id: delta.id ?? createCallId(), type: 'function', function: { name: '', arguments: '' } },
    };
    calls.push(target);
  } else if (target.givenId === '' && delta.id !== undefined) {
    target.givenId = delta.id;
    target.call.id = delta.id;
  }
  const { call } = target;
  if (call.function.name === '') call.function.name = delta.name ?? '';
  call.function.arguments += delta.arguments;
}

function findCall(calls: readonly CallInProgress[], delta: ToolCallDelta): CallInProgress | undefined {
  const { id, name, index } = delta;
  if (id !== undefined) {
    const sameId = calls.find(({ givenId }) => givenId === id);
    if (sameId !== undefined) return sameId;
    if (name !== undefined) return undefined;
  }
  const sameIndex = index === undefined ? undefined : calls.findLast(({ index: known }) => known === index);
  const last = sameIndex ?? calls.at(-1);
  // A name where one is complete already: calls that come whole, one after the other, without id or index.
  const begins = name !== undefined && last !== undefined && isComplete(last) && sameIndex === undefined;
  if (begins) return undefined;
  if (sameIndex !== undefined) return sameIndex;
  return index !== undefined && (name !== undefined || id !== undefined) ? undefined : last;
}

function isComplete({ call }: CallInProgress): boolean {
  return call.function.name !== '' && call.function.arguments.trimEnd().endsWith('}');
}

function findChoice(choices: AssembledChoice[], index: number): AssembledChoice {
  const known = choices.find((choice) => choice.index === index);
  if (known !== undefined) return known;
  const created = emptyChoice(index);
  choices.push(created);
  choices.sort((a, b) => a.index - b.index);
  return created;
}

function emptyChoice(index: number): AssembledChoice {
  return { index, text: '', refusal: '', reasoning: '', toolCalls: [], finishReason: null };
}

function randomCallId(): string {
  return `call_${crypto.randomUUID().replaceAll('-', '')}`;
}
