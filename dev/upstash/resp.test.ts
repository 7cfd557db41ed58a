import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRespDecoder, encodeCommand, RespProtocolError, type RespReply } from './resp.ts';

describe('encodeCommand', () => {
  it('counts bytes, not characters', () => {
    expect(encodeCommand(['SET', '키', '🎉']).toString()).toBe('*3\r\n$3\r\nSET\r\n$3\r\n키\r\n$4\r\n🎉\r\n');
  });
});

describe('createRespDecoder', () => {
  const wire = Buffer.from(
    '+OK\r\n-ERR no\r\n:-42\r\n$-1\r\n$0\r\n\r\n*-1\r\n*3\r\n$6\r\n리브\r\n:1\r\n*1\r\n$4\r\n\r\n\r\n\r\n',
  );
  const replies: RespReply[] = [
    { kind: 'status', text: 'OK' },
    { kind: 'error', message: 'ERR no' },
    { kind: 'integer', value: -42 },
    { kind: 'bulk', bytes: null },
    { kind: 'bulk', bytes: Buffer.alloc(0) },
    { kind: 'array', items: null },
    {
      kind: 'array',
      items: [
        { kind: 'bulk', bytes: Buffer.from('리브') },
        { kind: 'integer', value: 1 },
        { kind: 'array', items: [{ kind: 'bulk', bytes: Buffer.from('\r\n\r\n') }] },
      ],
    },
  ];

  it('reads the same replies however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: wire.length }), { maxLength: 12 }), (cuts) => {
        const decoder = createRespDecoder();
        const edges = [0, ...cuts.toSorted((a, b) => a - b), wire.length];
        const read = edges.slice(1).flatMap((edge, index) => decoder.push(wire.subarray(edges[index], edge)));
        expect(read).toEqual(replies);
      }),
    );
  });

  it('reads what encodeCommand writes, any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { minLength: 1 }), (parts) => {
        const command = parts.map((part) => Buffer.from(part));
        expect(createRespDecoder().push(encodeCommand(command))).toEqual([
          { kind: 'array', items: command.map((bytes) => ({ kind: 'bulk', bytes })) },
        ]);
      }),
    );
  });

  it('refuses bytes that are not RESP', () => {
    expect(() => createRespDecoder().push(Buffer.from('HTTP/1.1 400\r\n'))).toThrow(RespProtocolError);
    expect(() => createRespDecoder().push(Buffer.from(':twelve\r\n'))).toThrow(RespProtocolError);
  });
});
