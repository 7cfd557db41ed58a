import { expect, it } from 'vitest';
import { en } from '../../workers/bot/locale/en.ts';
import { describeFailure, withCode } from '../../workers/bot/locale/failure.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { splitFailure } from './failure.ts';

it.each([ko, en])('tells the answer from what is said of its failure', (texts) => {
  const failure = describeFailure(texts, { code: 'provider_interrupted' }, 0);
  expect(splitFailure(`1, 2, 3\n\n${failure}`)).toEqual({
    text: '1, 2, 3',
    failure: {
      code: 'provider_interrupted',
      reason: texts.errors.provider_interrupted({
        retryAtSec: null,
        limit: null,
        limitUnit: null,
        model: null,
        file: null,
        categories: [],
        side: null,
      }),
    },
  });
  expect(splitFailure(failure)).toMatchObject({ text: '', failure: { code: 'provider_interrupted' } });
});

it('knows the refusals of commands too', () => {
  expect(splitFailure(withCode(ko.problems.mute_forbidden, 'mute_forbidden')).failure?.code).toBe(
    'mute_forbidden',
  );
});

it('shows a time as a time', () => {
  const failure = describeFailure(ko, { code: 'circuit_open', evidence: { resets_at: 1_795_885_571 } }, 0);
  expect(splitFailure(failure).failure?.reason).toMatch(/ \d\d:\d\d:\d\d에 다시/);
});

it.each(['', 'Hello', '⚠️ careful\n-# small print', '⚠️ mind this\n-# code_like\n\nand more', '-# not_found'])(
  'leaves alone what only looks like one: %j',
  (content) => {
    expect(splitFailure(content)).toEqual({ text: content, failure: null });
  },
);
