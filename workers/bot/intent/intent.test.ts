import { describe, expect, it } from 'vitest';
import { parseMute } from './intent.ts';

describe('parseMute', () => {
  it.each([
    ['5분', { kind: 'mute', seconds: 300 }],
    ['30', { kind: 'mute', seconds: 30 }],
    ['0', { kind: 'unmute' }],
    ['', { kind: 'mute_refused', reason: 'missing' }],
    ['-1', { kind: 'mute_refused', reason: 'negative' }],
    ['1000000000', { kind: 'mute_refused', reason: 'too_long' }],
    ['abc', { kind: 'mute_refused', reason: 'malformed' }],
  ])('takes %j for %j', (text, intent) => {
    expect(parseMute(text)).toEqual(intent);
  });
});
