import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseServerEvent } from './server-event.ts';

it('reads an event', () => {
  const event = { type: 'caption', seq: 3, turn: 1, speaker: 'libra', text: '네', final: true };
  expect(parseServerEvent(JSON.stringify(event))).toEqual(event);
});

it.each([
  ['no JSON', 'pong'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a kind that is not known', '{"type":"later","seq":1}'],
  ['an inherited name for a kind', '{"type":"constructor","seq":1}'],
  ['no number', '{"type":"flush","turn":1}'],
  ['a missing field', '{"type":"flush","seq":1}'],
  ['a field of another type', '{"type":"caption","seq":1,"turn":1,"speaker":"libra","text":7,"final":true}'],
  ['sources that are no list', '{"type":"sources","seq":1,"turn":1,"sources":{}}'],
])('ignores %s', (_, text) => {
  expect(parseServerEvent(text)).toBeNull();
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      parseServerEvent(text);
    }),
  );
});
