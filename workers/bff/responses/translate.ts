/**
 * From the chunks of a chat answer to the events of a response. The last event holds the whole Response, so an answer in one
 * piece is what its events come to. Pure, but for the clock and a fresh id where the provider gives none.
 */
import type { ChatChunk } from '../../../shared/chat/chunk.ts';
import type { FinishReason } from '../../../shared/chat/finish.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import { errorKind } from '../../../shared/errors.ts';
import type { NumberedEvent, ResponseEvent } from './events.ts';
import type { ResponsesFields } from './fields.ts';
import { createOutput } from './output.ts';
import { createResponse, type ResponseObject, toResponseUsage } from './response.ts';

export interface AnswerFinish {
  finishReason: FinishReason;
  usage: Usage | null;
  serviceTier?: string;
  libra?: LibraResponse;
}

export interface Translator {
  /** The events of one chunk, in their order. */
  add(chunk: ChatChunk): NumberedEvent[];
  /** The answer is whole, or as much of it as there will be. */
  finish(finish: AnswerFinish): NumberedEvent[];
  fail(failure: Failure): NumberedEvent[];
}

export interface TranslatorOptions {
  fields: ResponsesFields;
  /** Unless the chunks say otherwise. */
  model: string;
  /** Unix milliseconds. */
  now: () => number;
  /** What makes the ids of an answer unique whose provider gives it none. */
  createStem: () => string;
}

export function createTranslator({ fields, model, now, createStem }: TranslatorOptions): Translator {
  let events: NumberedEvent[] = [];
  let count = 0;
  let stem = '';
  let begun: ResponseObject | null = null;
  let serviceTier: string | undefined;
  const output = createOutput({ emit, createId: (prefix, index) => `${prefix}_${stem}_${index}` });

  function emit(event: ResponseEvent): void {
    events.push({ ...event, sequence_number: count });
    count += 1;
  }

  function taken(): NumberedEvent[] {
    const all = events;
    events = [];
    return all;
  }

  /** With the first chunk: only then is it known who answers. */
  function begin({ id, created, model: answering }: Partial<ChatChunk>): ResponseObject {
    if (begun !== null) return begun;
    stem = id === undefined ? createStem() : stemOf(id);
    begun = createResponse(
      {
        id: `resp_${stem}`,
        created_at: created === undefined || created === 0 ? seconds() : created,
        model: answering === undefined || answering === '' ? model : answering,
      },
      fields,
    );
    emit({ type: 'response.created', response: begun });
    emit({ type: 'response.in_progress', response: begun });
    return begun;
  }

  function seconds(): number {
    return Math.floor(now() / 1000);
  }

  return {
    add(chunk) {
      const choice = chunk.choices.find(({ index }) => index === 0);
      serviceTier = chunk.serviceTier ?? serviceTier;
      if (choice === undefined) return taken();
      begin(chunk);
      output.add(choice);
      return taken();
    },
    finish({ finishReason, usage, serviceTier: finalTier, libra }) {
      const response = begin({});
      const reason = INCOMPLETE[finishReason] ?? null;
      output.close({ isCut: reason !== null });
      const status = reason === null ? 'completed' : 'incomplete';
      emit({
        type: `response.${status}`,
        response: {
          ...response,
          status,
          completed_at: reason === null ? seconds() : null,
          output: output.items(),
          incomplete_details: reason === null ? null : { reason },
          usage: toResponseUsage(usage),
          service_tier: finalTier ?? serviceTier ?? response.service_tier,
          ...(libra === undefined ? {} : { libra }),
        },
      });
      return taken();
    },
    fail({ code, param = null, detail }) {
      const response = begin({});
      const message = detail ?? errorKind(code).message;
      const unfinished = output
        .items()
        .map((item) => (item.status === 'in_progress' ? { ...item, status: 'incomplete' as const } : item));
      emit({ type: 'error', code, message, param });
      emit({
        type: 'response.failed',
        response: { ...response, status: 'failed', output: unfinished, error: { code, message } },
      });
      return taken();
    },
  };
}

const INCOMPLETE: Partial<Record<FinishReason, 'max_output_tokens' | 'content_filter'>> = {
  length: 'max_output_tokens',
  content_filter: 'content_filter',
};

const MAX_STEM_CHARS = 64;

/** The same answer given again has the same ids: they are made of the chat completion's. */
function stemOf(id: string): string {
  const plain = id.replace(/^chatcmpl-/, '').replace(/[^\w-]/g, '-');
  return plain.slice(0, MAX_STEM_CHARS);
}
