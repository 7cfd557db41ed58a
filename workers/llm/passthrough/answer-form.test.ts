import { describe, expect, it } from 'vitest';
import { createEndWatch, findFault, isOfForm } from './answer-form.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

it.each([
  ['json', 'application/json; charset=utf-8', true],
  ['json', 'text/html', false],
  ['text', 'text/vtt', true],
  ['text', 'text/html; charset=utf-8', false],
  ['audio', 'audio/mpeg', true],
  ['audio', 'application/octet-stream', true],
  ['audio', 'application/json', false],
  ['events', 'text/event-stream', true],
  ['events', 'application/json', true],
  ['events', 'text/plain', false],
] as const)('an answer of %s as %s: %s', (form, contentType, isFit) => {
  expect(isOfForm(form, contentType)).toBe(isFit);
});

it.each([
  ['application/json', '{}', null],
  ['application/json', '{"data": [', { cause: 'garbled' }],
  ['application/json', '{"error":{"message":"Overloaded","code":503}}', { cause: 'server_error' }],
  ['application/json', '{"error":"Input is too long","data":null}', { cause: 'context_too_long' }],
  ['text/plain', '{"error":', null],
  ['text/plain', '', { cause: 'garbled' }],
])('of an answer in one piece, as %s %j, the fault is %j', (contentType, text, fault) => {
  expect(findFault(contentType, bytesOf(text))).toEqual(fault);
});

describe('the end of an event stream', () => {
  const ends = (text: string, chunkBytes: number) => {
    const watch = createEndWatch();
    const bytes = bytesOf(text);
    for (let at = 0; at < bytes.byteLength; at += chunkBytes) watch.take(bytes.subarray(at, at + chunkBytes));
    return watch.hasEnded();
  };

  it.each([1, 3, 1_000])('is seen in reads of %d bytes', (chunkBytes) => {
    expect(ends('event: x\ndata: {"type":"transcript.text.done","text":"안녕"}\n\n', chunkBytes)).toBe(true);
    expect(ends('data: {"type":"speech.audio.delta"}\n\ndata: [DONE]\n\n', chunkBytes)).toBe(true);
    expect(ends('data: {"type":"transcript.text.delta","delta":".done"}\n\n', chunkBytes)).toBe(false);
  });
});
