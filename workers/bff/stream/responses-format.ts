/** Responses. Each chunk of an answer becomes events; silence, whichever hop is silent, goes out as a comment. */
import { type ChatFrame, parseFrame } from '../../../shared/chat/chunk.ts';
import { createFrameParser } from '../../../shared/chat/frame-parser.ts';
import { encodeEvent } from '../../../shared/sse/encode.ts';
import type { Closing } from '../answer/closing.ts';
import type { AcceptedResponses } from '../responses/accept.ts';
import type { NumberedEvent } from '../responses/events.ts';
import { renameFailure } from '../responses/params.ts';
import { createTranslator, type Translator } from '../responses/translate.ts';
import type { AnswerFormat } from './format.ts';
import { relayRewritten } from './relay-rewritten.ts';
import { replayChunks } from './wire.ts';

export interface ResponsesFormatOptions {
  accepted: AcceptedResponses;
  defaultModel: string;
  now: () => number;
}

export function createResponsesFormat({ accepted, defaultModel, now }: ResponsesFormatOptions): AnswerFormat {
  const { chat, fields, places } = accepted;
  const translator = createTranslator({
    fields,
    model: chat.model ?? defaultModel,
    now,
    createStem: () => crypto.randomUUID().replaceAll('-', ''),
  });

  const finish = ({ answer, libra }: Closing): NumberedEvent[] =>
    translator.finish({
      finishReason: answer.finishReason,
      usage: answer.usage,
      ...(answer.serviceTier === undefined ? {} : { serviceTier: answer.serviceTier }),
      ...(chat.wantsLibra ? { libra } : {}),
    });
  const replay = (closing: Closing): NumberedEvent[] => [
    ...replayChunks(closing.answer).flatMap((data) => translate(translator, parseFrame(data))),
    ...finish(closing),
  ];
  const failed: AnswerFormat['failed'] = (failure) =>
    encodeAll(translator.fail(renameFailure(failure, places)));

  return {
    begun: () => '',
    relay: (body, writable) => relayEvents(translator, body, writable),
    // Libra's own tools are not offered here.
    part: () => '',
    ended: (closing) => encodeAll(finish(closing)),
    brokenOff: failed,
    repeated: (closing) => encodeAll(replay(closing)),
    failed,
    whole: (closing) => responseOf(replay(closing)),
    describe: (failure) => renameFailure(failure, places),
  };
}

function relayEvents(
  translator: Translator,
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const parse = createFrameParser();
  return relayRewritten(body, writable, (batch) =>
    encodeAll(batch.flatMap((data) => translate(translator, parse(data)))),
  );
}

/** An error frame says nothing here: the answer's conclusion tells of it. */
function translate(translator: Translator, frame: ChatFrame): NumberedEvent[] {
  return frame.kind === 'chunk' ? translator.add(frame.chunk) : [];
}

function responseOf(events: readonly NumberedEvent[]): unknown {
  const last = events.at(-1);
  return last !== undefined && 'response' in last ? last.response : null;
}

function encodeAll(events: readonly NumberedEvent[]): string {
  return events.map((event) => encodeEvent(event.type, JSON.stringify(event))).join('');
}
