import { expect, it } from 'vitest';
import { describeNoAnswer, UnusableAnswerError } from './no-answer.ts';

const refused = Object.assign(new Error('connect ECONNREFUSED postgres://u:secret@host'), {
  code: 'ECONNREFUSED',
});

it.each([
  [new TypeError('fetch failed', { cause: refused }), 'it cannot be reached (ECONNREFUSED)'],
  [new TypeError('fetch failed'), 'it cannot be reached'],
  [new DOMException('late', 'TimeoutError'), 'no answer in time'],
  [new SyntaxError('Unexpected token <'), 'its answer is no JSON: is that the address of the service?'],
  [new UnusableAnswerError('status 403'), 'status 403'],
  [new RangeError('postgres://u:secret@host'), 'no usable answer (RangeError)'],
  ['text', 'no usable answer'],
])('says of %s why there is no answer, and nothing of an address', (error, text) => {
  expect(describeNoAnswer(error)).toBe(text);
});
