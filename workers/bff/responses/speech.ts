/**
 * What a model thinks and says, as reasoning and message items. Each is done when something else begins. Pure, but for what it
 * remembers.
 */
import type { JsonRecord } from '../../../shared/json.ts';
import { type ItemList, type Open, placeOf, snapshot } from './item-list.ts';
import { REASONING_ID } from './reasoning-id.ts';
import type { ItemStatus, MessageOutput, OutputRefusal, OutputText, ReasoningOutput } from './response.ts';

export interface Speech {
  think(text: string): void;
  say(text: string, logprobs: JsonRecord[]): void;
  refuse(text: string): void;
  annotate(annotation: JsonRecord): void;
  /** Ends the item that is open, if one is. */
  close(status?: ItemStatus): void;
}

export function createSpeech({ emit, createId, begin, finish }: ItemList): Speech {
  let thought: Open<ReasoningOutput> | null = null;
  let message: Open<MessageOutput> | null = null;

  function close(status: ItemStatus = 'completed'): void {
    if (thought !== null) {
      closeSummary(thought);
      finish(thought, status);
    }
    if (message !== null) {
      closePart(message);
      finish(message, status);
    }
    thought = null;
    message = null;
  }

  function openThought(): Open<ReasoningOutput> {
    if (thought !== null) return thought;
    close();
    thought = begin<ReasoningOutput>({
      id: createId(REASONING_ID),
      type: 'reasoning',
      status: 'in_progress',
      summary: [],
    });
    thought.item.summary.push({ type: 'summary_text', text: '' });
    const part = { type: 'summary_text' as const, text: '' };
    emit({ type: 'response.reasoning_summary_part.added', ...placeOf(thought), summary_index: 0, part });
    return thought;
  }

  function closeSummary(open: Open<ReasoningOutput>): void {
    const place = { ...placeOf(open), summary_index: 0 };
    for (const part of open.item.summary) {
      emit({ type: 'response.reasoning_summary_text.done', ...place, text: part.text });
      emit({ type: 'response.reasoning_summary_part.done', ...place, part: snapshot(part) });
    }
  }

  function openMessage(): Open<MessageOutput> {
    if (message !== null) return message;
    close();
    message = begin<MessageOutput>({
      id: createId('msg'),
      type: 'message',
      role: 'assistant',
      status: 'in_progress',
      content: [],
    });
    return message;
  }

  /** The last part of the open message, if it is of this kind; else a new one. */
  function openPart<Part extends OutputText | OutputRefusal>(empty: Part): { part: Part; place: PartPlace } {
    const open = openMessage();
    const { content } = open.item;
    const last = content.at(-1);
    if (last?.type === empty.type) return { part: last as Part, place: partPlaceOf(open) };
    closePart(open);
    content.push(empty);
    const place = partPlaceOf(open);
    emit({ type: 'response.content_part.added', ...place, part: snapshot(empty) });
    return { part: empty, place };
  }

  function closePart(open: Open<MessageOutput>): void {
    const part = open.item.content.at(-1);
    if (part === undefined) return;
    const place = partPlaceOf(open);
    if (part.type === 'refusal') emit({ type: 'response.refusal.done', ...place, refusal: part.refusal });
    else emit({ type: 'response.output_text.done', ...place, text: part.text, logprobs: [...part.logprobs] });
    emit({ type: 'response.content_part.done', ...place, part: snapshot(part) });
  }

  return {
    think(delta) {
      const open = openThought();
      for (const part of open.item.summary) part.text += delta;
      emit({ type: 'response.reasoning_summary_text.delta', ...placeOf(open), summary_index: 0, delta });
    },
    say(delta, logprobs) {
      const { part, place } = openPart(emptyText());
      part.text += delta;
      part.logprobs.push(...logprobs);
      emit({ type: 'response.output_text.delta', ...place, delta, logprobs });
    },
    refuse(delta) {
      const { part, place } = openPart<OutputRefusal>({ type: 'refusal', refusal: '' });
      part.refusal += delta;
      emit({ type: 'response.refusal.delta', ...place, delta });
    },
    annotate(annotation) {
      const { part, place } = openPart(emptyText());
      const index = part.annotations.push(annotation) - 1;
      emit({ type: 'response.output_text.annotation.added', ...place, annotation_index: index, annotation });
    },
    close,
  };
}

type PartPlace = ReturnType<typeof partPlaceOf>;

/** Of its last part. */
function partPlaceOf(open: Open<MessageOutput>) {
  return { ...placeOf(open), content_index: open.item.content.length - 1 };
}

function emptyText(): OutputText {
  return { type: 'output_text', text: '', annotations: [], logprobs: [] };
}
