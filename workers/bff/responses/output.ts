/**
 * The output of one response as it grows: each thing said becomes an item, or goes on with the one that is open, and each step
 * is told as an event. Pure, but for what it remembers.
 *
 * Thoughts and messages are done when something else begins. Calls stay open to the end, since a provider may send the pieces
 * of several in turn.
 */
import type { ChunkChoice, ToolCallDelta } from '../../../shared/chat/chunk.ts';
import { createCallTracker } from '../../../shared/chat/tool-calls.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { ResponseEvent } from './events.ts';
import { REASONING_ID } from './reasoning-id.ts';
import type {
  CallOutput,
  ItemStatus,
  MessageOutput,
  OutputItem,
  OutputRefusal,
  OutputText,
  ReasoningOutput,
} from './response.ts';

export interface Output {
  add(choice: ChunkChoice): void;
  /** Nothing more comes. `isCut`: the last item is not whole. */
  close(options: { isCut: boolean }): void;
  /** As of now. */
  items(): OutputItem[];
}

export interface OutputDeps {
  emit: (event: ResponseEvent) => void;
  /** Gives an item its id: the prefix of its kind, and what makes it unique. */
  createId: (prefix: string, index: number) => string;
}

interface Open<Item extends OutputItem> {
  item: Item;
  index: number;
}

interface OpenCall {
  callId: string;
  isCustom: boolean;
  name: string;
  /** What has come before the name did. */
  held: string;
  /** Null until the name is known, which the first event of an item tells. */
  open: Open<CallOutput> | null;
}

export function createOutput({ emit, createId }: OutputDeps): Output {
  const items: OutputItem[] = [];
  let speech: Open<MessageOutput> | Open<ReasoningOutput> | null = null;
  const calls: OpenCall[] = [];
  const tracker = createCallTracker();

  function begin<Item extends OutputItem>(item: Item): Open<Item> {
    const index = items.length;
    items.push(item);
    emit({ type: 'response.output_item.added', output_index: index, item: snapshot(item) });
    return { item, index };
  }

  function finish({ item, index }: Open<OutputItem>, status: ItemStatus): void {
    item.status = status;
    emit({ type: 'response.output_item.done', output_index: index, item: snapshot(item) });
  }

  function closeSpeech(status: ItemStatus = 'completed'): void {
    if (speech === null) return;
    if (isMessage(speech)) closePart(speech);
    else closeSummary(speech);
    finish(speech, status);
    speech = null;
  }

  function think(text: string): void {
    if (speech === null || isMessage(speech)) {
      closeSpeech();
      const id = createId(REASONING_ID, items.length);
      const opened = begin<ReasoningOutput>({ id, type: 'reasoning', status: 'in_progress', summary: [] });
      opened.item.summary.push({ type: 'summary_text', text: '' });
      const part = { type: 'summary_text' as const, text: '' };
      emit({ type: 'response.reasoning_summary_part.added', ...placeOf(opened), summary_index: 0, part });
      speech = opened;
    }
    const [part] = speech.item.summary as ReasoningOutput['summary'];
    if (part !== undefined) part.text += text;
    const place = placeOf(speech);
    emit({ type: 'response.reasoning_summary_text.delta', ...place, summary_index: 0, delta: text });
  }

  function closeSummary(open: Open<ReasoningOutput>): void {
    const [part] = open.item.summary;
    if (part === undefined) return;
    const place = { ...placeOf(open), summary_index: 0 };
    emit({ type: 'response.reasoning_summary_text.done', ...place, text: part.text });
    emit({ type: 'response.reasoning_summary_part.done', ...place, part: { ...part } });
  }

  /** The last part of the open message, if it is of this kind; else a new one. */
  function openPart<Part extends OutputText | OutputRefusal>(empty: Part): { part: Part; place: PartPlace } {
    if (speech === null || !isMessage(speech)) {
      closeSpeech();
      const id = createId('msg', items.length);
      speech = begin<MessageOutput>({
        id,
        type: 'message',
        role: 'assistant',
        status: 'in_progress',
        content: [],
      });
    }
    const { content } = speech.item;
    const last = content.at(-1);
    if (last?.type === empty.type) return { part: last as Part, place: partPlaceOf(speech) };
    if (last !== undefined) closePart(speech);
    content.push(empty);
    const place = partPlaceOf(speech);
    emit({ type: 'response.content_part.added', ...place, part: snapshot(empty) });
    return { part: empty, place };
  }

  function closePart(open: Open<MessageOutput>): void {
    const part = open.item.content.at(-1);
    if (part === undefined) return;
    const place = partPlaceOf(open);
    if (part.type === 'refusal') emit({ type: 'response.refusal.done', ...place, refusal: part.refusal });
    else {
      emit({ type: 'response.output_text.done', ...place, text: part.text, logprobs: [...part.logprobs] });
    }
    emit({ type: 'response.content_part.done', ...place, part: snapshot(part) });
  }

  function say(delta: string, logprobs: JsonRecord[]): void {
    const { part, place } = openPart(emptyText());
    part.text += delta;
    part.logprobs.push(...logprobs);
    emit({ type: 'response.output_text.delta', ...place, delta, logprobs });
  }

  function refuse(delta: string): void {
    const { part, place } = openPart<OutputRefusal>({ type: 'refusal', refusal: '' });
    part.refusal += delta;
    emit({ type: 'response.refusal.delta', ...place, delta });
  }

  function annotate(annotation: JsonRecord): void {
    const { part, place } = openPart(emptyText());
    const index = part.annotations.push(annotation) - 1;
    emit({ type: 'response.output_text.annotation.added', ...place, annotation_index: index, annotation });
  }

  function call(delta: ToolCallDelta): void {
    closeSpeech();
    const { call: placed, begins } = tracker.place(delta);
    if (begins) {
      const isCustom = delta.isCustom === true;
      calls.push({ callId: placed.id, isCustom, name: '', held: '', open: null });
    }
    const target = calls[placed.position];
    if (target === undefined) return;
    if (target.name === '') target.name = delta.name ?? '';
    if (target.open === null) {
      target.held += delta.arguments;
      if (target.name !== '') beginCall(target);
    } else write(target.open, delta.arguments);
  }

  function beginCall(target: OpenCall): Open<CallOutput> {
    const { callId, name, isCustom, held } = target;
    const about = { status: 'in_progress' as const, call_id: callId, name };
    const index = items.length;
    const open = begin<CallOutput>(
      isCustom
        ? { id: createId('ctc', index), type: 'custom_tool_call', ...about, input: '' }
        : { id: createId('fc', index), type: 'function_call', ...about, arguments: '' },
    );
    target.open = open;
    write(open, held);
    return open;
  }

  function write(open: Open<CallOutput>, delta: string): void {
    if (delta === '') return;
    const { item } = open;
    if (item.type === 'function_call') {
      item.arguments += delta;
      emit({ type: 'response.function_call_arguments.delta', ...placeOf(open), delta });
    } else {
      item.input += delta;
      emit({ type: 'response.custom_tool_call_input.delta', ...placeOf(open), delta });
    }
  }

  function closeCall(target: OpenCall, statusOf: (index: number) => ItemStatus): void {
    const open = target.open ?? beginCall(target);
    const { item } = open;
    const place = placeOf(open);
    if (item.type === 'function_call') {
      const { name, arguments: args } = item;
      emit({ type: 'response.function_call_arguments.done', ...place, name, arguments: args });
    } else emit({ type: 'response.custom_tool_call_input.done', ...place, input: item.input });
    finish(open, statusOf(open.index));
  }

  return {
    add({ text, refusal, reasoning, annotations, logprobs, toolCalls }) {
      if (reasoning !== '') think(reasoning);
      const tokens = (logprobs?.content ?? []).map(toLogprob);
      if (text !== '' || tokens.length > 0) say(text, tokens);
      if (refusal !== '') refuse(refusal);
      for (const annotation of annotations ?? []) {
        const cited = toAnnotation(annotation);
        if (cited !== null) annotate(cited);
      }
      for (const delta of toolCalls) call(delta);
    },
    close({ isCut }) {
      const statusOf = (index: number) => (isCut && index === items.length - 1 ? 'incomplete' : 'completed');
      closeSpeech(statusOf(items.length - 1));
      for (const target of calls) closeCall(target, statusOf);
    },
    items: () => items.map(snapshot),
  };
}

interface Place {
  item_id: string;
  output_index: number;
}

type PartPlace = Place & { content_index: number };

function placeOf({ item, index }: Open<OutputItem>): Place {
  return { item_id: item.id, output_index: index };
}

/** Of its last part. */
function partPlaceOf(open: Open<MessageOutput>): PartPlace {
  return { ...placeOf(open), content_index: open.item.content.length - 1 };
}

function isMessage(open: Open<MessageOutput> | Open<ReasoningOutput>): open is Open<MessageOutput> {
  return open.item.type === 'message';
}

function emptyText(): OutputText {
  return { type: 'output_text', text: '', annotations: [], logprobs: [] };
}

/** An event is not changed by what comes after it. */
function snapshot<Value>(value: Value): Value {
  return structuredClone(value);
}

/** The chat form may lack what this one always has. */
function toLogprob({ token, logprob, bytes, top_logprobs: top }: JsonRecord): JsonRecord {
  const alternatives: unknown[] = Array.isArray(top) ? top : [];
  return {
    token,
    logprob,
    bytes: bytes ?? [],
    top_logprobs: alternatives
      .filter(isRecord)
      .map((each) => ({ token: each.token, logprob: each.logprob, bytes: each.bytes ?? [] })),
  };
}

/** Sources have another form here; what is no whole source has none. */
function toAnnotation({ type, url_citation: cited }: JsonRecord): JsonRecord | null {
  if (type !== 'url_citation' || !isRecord(cited)) return null;
  const { url, title, start_index: start, end_index: end } = cited;
  if (typeof url !== 'string') return null;
  return {
    type: 'url_citation',
    url,
    title: typeof title === 'string' ? title : '',
    start_index: typeof start === 'number' ? start : 0,
    end_index: typeof end === 'number' ? end : 0,
  };
}
