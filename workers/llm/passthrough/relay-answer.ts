/**
 * The rest of an answer that has begun, as a stream of bytes. It never ends as if it were whole when it is not: an event
 * stream ends with an error, any other breaks off.
 */
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import { type Failure, failureCode } from '../provider/failure.ts';
import { createEndWatch, isEventStream } from './answer-form.ts';
import type { OpenedAnswer } from './open-answer.ts';

export interface RelayOptions {
  /** Called once. Undefined: the answer is whole. */
  onEnd(failure: Failure | undefined): void;
}

export function relayAnswer(
  { contentType, begin, source }: Extract<OpenedAnswer, { kind: 'begun' }>,
  { onEnd }: RelayOptions,
): ReadableStream<Uint8Array> {
  const watch = isEventStream(contentType) ? createEndWatch() : null;
  watch?.take(begin);
  let isOver = false;
  const end = (failure: Failure | undefined): boolean => {
    if (isOver) return false;
    isOver = true;
    source.close();
    onEnd(failure);
    return true;
  };
  const finish = (controller: ReadableStreamDefaultController<Uint8Array>, failure: Failure | undefined) => {
    if (!end(failure)) return;
    if (failure === undefined) return controller.close();
    const code = failureCode(failure);
    if (watch === null) return controller.error(new Error(code));
    // A frame may have been cut in the middle.
    controller.enqueue(encoder.encode(`\n\n${encodeData(JSON.stringify(createErrorBody(code)))}`));
    controller.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (begin.byteLength > 0) controller.enqueue(begin);
      },
      async pull(controller) {
        try {
          const chunk = await source.next();
          if (chunk !== null) {
            watch?.take(chunk);
            return controller.enqueue(chunk);
          }
          const isCut = watch !== null && !watch.hasEnded();
          finish(controller, isCut ? { cause: 'interrupted' } : undefined);
        } catch {
          finish(controller, source.failure());
        }
      },
      cancel() {
        end({ cause: 'client_gone' });
      },
    },
    // Nothing is read ahead of the reader.
    { highWaterMark: 0 },
  );
}

const encoder = new TextEncoder();
