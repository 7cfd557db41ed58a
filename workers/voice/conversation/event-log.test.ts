import { expect, it } from 'vitest';
import { appendEvent, EMPTY_LOG, type EventLog, missedEvents, type NewEvent } from './event-log.ts';

function logOf(...events: NewEvent[]): EventLog {
  return events.reduce((log, event) => appendEvent(log, event).log, EMPTY_LOG);
}

const caption = (text: string): NewEvent => ({
  type: 'caption',
  turn: 1,
  speaker: 'libra',
  text,
  final: false,
});

it('gives what the page has missed, in order', () => {
  const log = logOf(
    { type: 'state', state: 'thinking' },
    { type: 'state', state: 'speaking' },
    { type: 'flush', turn: 1 },
  );
  expect(missedEvents(log, 1).map(({ seq, type }) => [seq, type])).toEqual([
    [2, 'state'],
    [3, 'flush'],
  ]);
  expect(missedEvents(log, 3)).toEqual([]);
});

it('keeps the last caption of a speaker alone', () => {
  expect(missedEvents(logOf(caption('a'), caption('a b')), 0)).toMatchObject([{ seq: 2, text: 'a b' }]);
});

it('is bounded', () => {
  const many = Array.from({ length: 1_000 }, (): NewEvent => ({ type: 'state', state: 'listening' }));
  const log = logOf(...many);
  expect(log.seq).toBe(1_000);
  expect(log.kept.length).toBeLessThanOrEqual(120);
  expect(log.kept.at(-1)?.seq).toBe(1_000);
});
