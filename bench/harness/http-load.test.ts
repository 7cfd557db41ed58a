import { describe, expect, it } from 'vitest';
import { createRequest, readAnswer } from './http-load.ts';

describe('readAnswer', () => {
  const answers = [
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
    'HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    'HTTP/1.1 204 No Content\r\n\r\n',
  ];

  it.each(answers)('sees the end of %j, and not before it', (answer) => {
    const bytes = Buffer.from(answer);
    for (let cut = 0; cut < bytes.length; cut += 1)
      expect(readAnswer(bytes.subarray(0, cut))).toBe(undefined);
    expect(readAnswer(Buffer.concat([bytes, Buffer.from('HTTP/1.1')]))?.length).toBe(bytes.length);
  });

  it('reads the status', () => {
    expect(answers.map((answer) => readAnswer(Buffer.from(answer))?.status)).toEqual([200, 401, 204]);
  });
});

describe('createRequest', () => {
  it('declares the length in bytes, not in characters', () => {
    expect(createRequest('POST', '/', {}, '가').toString()).toContain('content-length: 3\r\n\r\n가');
  });
});
