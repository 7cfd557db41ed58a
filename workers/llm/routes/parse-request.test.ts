import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChatRequest } from './parse-request.ts';

const parse = (value: unknown) => parseChatRequest(new TextEncoder().encode(JSON.stringify(value)));
const messages = [{ role: 'user', content: 'hi' }];

describe('a chat request', () => {
  it('passes on what it does not need to understand, and keeps what is Libra’s own', () => {
    const body = {
      model: 'm',
      messages,
      stream: true,
      stream_options: {},
      seed: 7,
      libra: { timeout_ms: 5, pace_ms: 250, own_fields: ['seed'] },
    };
    expect(parse(body)).toEqual({
      ok: true,
      ownFields: ['seed'],
      isBare: false,
      streamOptions: {},
      model: 'm',
      timeoutMs: 5,
      paceMs: 250,
      passed: { messages, seed: 7 },
    });
  });

  it('is refused unless it asks for a stream', () => {
    const stream_options = { include_obfuscation: false };
    expect(parse({ messages, stream: true, stream_options, libra: { bare: true } })).toEqual({
      ok: true,
      ownFields: [],
      isBare: true,
      streamOptions: { include_obfuscation: false },
      passed: { messages },
    });
    expect(parse({ messages })).toEqual({ ok: false, param: 'stream' });
    expect(parse({ messages, stream: false })).toEqual({ ok: false, param: 'stream' });
  });

  it.each([
    [{ stream: true, messages: [] }, 'messages'],
    [{ stream: true }, 'messages'],
    [{ stream: true, messages: 'hi' }, 'messages'],
    [{ stream: true, messages: ['hi'] }, 'messages'],
    [{ messages, model: '' }, 'model'],
    [{ messages, model: 'a b' }, 'model'],
    [{ messages, model: 'x'.repeat(101) }, 'model'],
    [{ messages, model: 7 }, 'model'],
    [{ messages, stream: 'yes' }, 'stream'],
    [{ messages, stream: true, stream_options: 1 }, 'stream_options'],
    [{ messages, stream: true, libra: 1 }, 'libra'],
    [{ messages, stream: true, libra: { timeout_ms: 0 } }, 'libra.timeout_ms'],
    [{ messages, stream: true, libra: { timeout_ms: '9' } }, 'libra.timeout_ms'],
    [{ messages, stream: true, libra: { pace_ms: -1 } }, 'libra.pace_ms'],
    [{ messages, stream: true, libra: { own_fields: 'seed' } }, 'libra.own_fields'],
    [{ messages, stream: true, libra: { on_overflow: 'cut' } }, 'libra.on_overflow'],
  ])('%j is refused for %s', (body, param) => {
    expect(parse(body)).toEqual({ ok: false, param });
  });

  it('no bytes make it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          expect(typeof parseChatRequest(bytes).ok).toBe('boolean');
        },
      ),
    );
    expect(parseChatRequest(new Uint8Array([0x7b, 0xff, 0x7d]))).toEqual({ ok: false });
  });
});
