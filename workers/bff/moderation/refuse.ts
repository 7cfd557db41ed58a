/** How a refused answer ends, as its reader understands it. Pure. */
import { formatAnswerEnd } from '../../../shared/chat/relay.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { encodeComment, encodeData } from '../../../shared/sse/encode.ts';
import { errorFrame } from '../reply.ts';
import type { Refused } from './screen.ts';

/** The bot is told why, and takes back what it has shown. */
export function refusePerson(failure: Failure): string {
  return encodeData(errorFrame(failure));
}

/**
 * OpenAI's clients know an answer that a filter has ended. One that nobody could judge has failed, and so has a question of
 * whose answer nothing was shown.
 */
export function refuseClient(failure: Failure, { last, isCounted, isWhole }: Refused): string {
  const isOfQuestion = isWhole && failure.evidence?.side === 'question';
  if (failure.code !== 'content_blocked' || isOfQuestion) return encodeData(errorFrame(failure));
  const indexes = last === null || last.choices.length === 0 ? [0] : last.choices.map(({ index }) => index);
  const chunk = {
    id: last?.id ?? `chatcmpl-${crypto.randomUUID()}`,
    object: 'chat.completion.chunk',
    created: last?.created ?? 0,
    model: last?.model ?? '',
    choices: indexes.map((index) => ({ index, delta: {}, finish_reason: 'content_filter' })),
  };
  return encodeData(JSON.stringify(chunk)) + (isCounted ? '' : encodeComment(formatAnswerEnd(undefined)));
}
