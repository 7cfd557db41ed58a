/**
 * An answer on its way to the client: passed on as it comes, with a sample of it for the bill. An answer that breaks off does
 * so for the client, too.
 */
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import { type Failure, readFailure } from '../../../shared/contract/failure.ts';
import { parseJson } from '../../../shared/json.ts';
import { type AnswerSample, createSampler } from './sample.ts';

export interface RelayEnd {
  sample: AnswerSample;
  /** `gone`: the client has left. Null: the answer is whole. */
  failure: Failure | 'gone' | null;
}

/** `onEnd` is called once. */
export function relayBody(
  body: ReadableStream<Uint8Array>,
  onEnd: (end: RelayEnd) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const sampler = createSampler();
  let isOver = false;
  const end = (failure: RelayEnd['failure']): void => {
    if (isOver) return;
    isOver = true;
    onEnd({ sample: sampler.sample(), failure });
  };
  return new ReadableStream<Uint8Array>(
    {
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
          end({ code: 'provider_interrupted' });
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

/** An event stream that fails ends with an error. */
function findErrorEvent({ head, tail }: AnswerSample): Failure | null {
  const last = (tail === '' ? head : tail).trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('data:')) return null;
  const value = parseJson(last.slice('data:'.length));
  return isErrorBody(value) ? readFailure(value.error) : null;
}
