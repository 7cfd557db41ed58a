/**
 * An answer on its way to the client: passed on as it comes, with a sample of it for the bill. An answer that breaks off does
 * so for the client, too.
 */
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import { type Failure, readFailure } from '../../../shared/contract/failure.ts';
import { parseJson } from '../../../shared/json.ts';
import { AnswerAborted } from '../answer/end.ts';
import { type AnswerSample, createSampler } from './sample.ts';

export interface RelayEnd {
  sample: AnswerSample;
  /** `gone`: the client has left. Null: the answer is whole. */
  failure: Failure | 'gone' | null;
}

/**
 * `onEnd` is called once. `life`, aborted with an `AnswerAborted`, ends it at once: also under a client that keeps its
 * connection and does not read.
 */
export function relayBody(
  body: ReadableStream<Uint8Array>,
  life: AbortSignal,
  onEnd: (end: RelayEnd) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const sampler = createSampler();
  let isOver = false;
  const end = (failure: RelayEnd['failure']): void => {
    if (isOver) return;
    isOver = true;
    life.removeEventListener('abort', stop);
    onEnd({ sample: sampler.sample(), failure });
  };
  let stop = (): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = () => {
          end(readReason(life.reason));
          controller.error(life.reason);
          reader.cancel(life.reason).catch(() => undefined);
        };
        if (life.aborted) stop();
        else life.addEventListener('abort', stop);
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) {
            sampler.take(value);
            return controller.enqueue(value);
          }
          end(findErrorEvent(sampler.sample()));
          controller.close();
        } catch (error) {
          end(life.aborted ? readReason(life.reason) : { code: 'provider_interrupted' });
          controller.error(error);
        }
      },
      cancel(reason) {
        end('gone');
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function readReason(reason: unknown): Failure | 'gone' {
  if (!(reason instanceof AnswerAborted)) return { code: 'internal' };
  return reason.reason === 'client_gone' ? 'gone' : { code: reason.reason };
}

/** An event stream that fails ends with an error. */
function findErrorEvent({ head, tail }: AnswerSample): Failure | null {
  const last = (tail === '' ? head : tail).trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('data:')) return null;
  const value = parseJson(last.slice('data:'.length));
  return isErrorBody(value) ? readFailure(value.error) : null;
}
