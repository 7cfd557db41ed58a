/**
 * The one collector: puts the chunks of a stream together into the answer that they are. Pure.
 */
import type { LibraResponse } from '../contract/libra.ts';
import type { JsonRecord } from '../json.ts';
import type { AudioDelta, ChatChunk, ChunkChoice, LogprobsDelta } from './chunk.ts';
import type { AnswerAudio } from './completions.ts';
import type { FinishReason } from './finish.ts';
import type { ToolCall } from './messages.ts';
import { type CallTracker, createCallTracker } from './tool-calls.ts';
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
  serviceTier?: string;
  systemFingerprint?: string;
  /** All that the chunks said, the latest word on each. */
  libra: LibraResponse;
}

export interface AssembledChoice {
  index: number;
  text: string;
  refusal: string;
  reasoning: string;
  toolCalls: ToolCall[];
  logprobs?: LogprobsDelta;
  annotations?: JsonRecord[];
  audio?: AnswerAudio;
  /** Null until the model has said that it is done. */
  finishReason: FinishReason | null;
}

export interface Assembler {
  add(chunk: ChatChunk): void;
  /** What has come so far; grows with further chunks. */
  readonly answer: AssembledAnswer;
}

/** `createCallId` names a tool call that the provider has left nameless. */
export function createAssembler(createCallId?: () => string): Assembler {
  const answer: AssembledAnswer = {
    id: '',
    created: 0,
    model: '',
    choices: [emptyChoice(0)],
    usage: null,
    libra: {},
  };
  const trackers = new Map<number, CallTracker>();

  function addChoice(part: ChunkChoice): void {
    const choice = findChoice(answer.choices, part.index);
    choice.text += part.text;
    choice.refusal += part.refusal;
    choice.reasoning += part.reasoning;
    choice.finishReason = part.finishReason ?? choice.finishReason;
    if (part.logprobs !== undefined) addLogprobs(choice, part.logprobs);
    if (part.annotations !== undefined) {
      choice.annotations = [...(choice.annotations ?? []), ...part.annotations];
    }
    if (part.audio !== undefined) choice.audio = joinAudio(choice.audio, part.audio);
    if (part.toolCalls.length === 0) return;
    const tracker = trackers.get(part.index) ?? createCallTracker(createCallId);
    trackers.set(part.index, tracker);
    for (const delta of part.toolCalls) {
      const { call, begins } = tracker.place(delta);
      if (begins) choice.toolCalls.push(emptyCall(call.id, delta.isCustom === true));
      const target = choice.toolCalls[call.position];
      if (target === undefined) continue;
      if (delta.extra !== undefined) target.extra_content = delta.extra;
      addToCall(target, delta.name, delta.arguments);
    }
  }

  return {
    add(chunk) {
      answer.id = chunk.id ?? answer.id;
      answer.created = chunk.created ?? answer.created;
      answer.model = chunk.model ?? answer.model;
      answer.usage = chunk.usage ?? answer.usage;
      if (chunk.serviceTier !== undefined) answer.serviceTier = chunk.serviceTier;
      if (chunk.systemFingerprint !== undefined) answer.systemFingerprint = chunk.systemFingerprint;
      if (chunk.libra !== undefined) Object.assign(answer.libra, chunk.libra);
      for (const choice of chunk.choices) addChoice(choice);
    },
    answer,
  };
}

function emptyCall(id: string, isCustom: boolean): ToolCall {
  return isCustom
    ? { id, type: 'custom', custom: { name: '', input: '' } }
    : { id, type: 'function', function: { name: '', arguments: '' } };
}

function addToCall(call: ToolCall, name = '', piece: string): void {
  if (call.type === 'custom') {
    if (call.custom.name === '') call.custom.name = name;
    call.custom.input += piece;
    return;
  }
  if (call.function.name === '') call.function.name = name;
  call.function.arguments += piece;
}

function addLogprobs(choice: AssembledChoice, { content, refusal }: LogprobsDelta): void {
  const logprobs = choice.logprobs ?? { content: [], refusal: [] };
  choice.logprobs = logprobs;
  logprobs.content.push(...content);
  logprobs.refusal.push(...refusal);
}

/** Each piece of `data` is base64 of its own; of PCM those of whole samples, so that they can stand one behind the other. */
function joinAudio(audio: AnswerAudio | undefined, piece: AudioDelta): AnswerAudio {
  return {
    id: piece.id ?? audio?.id ?? '',
    data: joinBase64(audio?.data ?? '', piece.data),
    transcript: (audio?.transcript ?? '') + piece.transcript,
    expires_at: piece.expiresAt ?? audio?.expires_at ?? 0,
  };
}

/** Padding may stand only at the end: where a piece is padded, both are decoded and encoded as one. */
function joinBase64(before: string, piece: string): string {
  if (!before.endsWith('=') || piece === '') return before + piece;
  try {
    return btoa(atob(before) + atob(piece));
  } catch {
    return before + piece;
  }
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
