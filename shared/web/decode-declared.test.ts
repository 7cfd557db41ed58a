import { expect, it } from 'vitest';
import { decodeText } from './decode-declared.ts';

const KOREAN = new Uint8Array([0xb0, 0xa1]);

it.each([
  'charset=euc-kr',
  'charset = "euc-kr"',
  "charset='euc-kr'",
  'charset=" euc-kr"',
  'boundary=x; CHARSET=EUC-KR',
])('takes the encoding that a header says: %s', (written) => {
  expect(decodeText(KOREAN, `text/html; ${written}`)).toBe('가');
});

it('reads a header that a hostile site has made long once', () => {
  const bytes = new Uint8Array([0xff, 0xff]);
  expect(decodeText(bytes, `text/html; charset=${' '.repeat(200_000)};`)).toBe('\ufffd\ufffd');
  expect(decodeText(bytes, `text/html; ${'charset= '.repeat(30_000)};`)).toBe('\ufffd\ufffd');
});

it('reads Korean of which nothing says the encoding', () => {
  const told = new Uint8Array(Buffer.from('bfacc2f7b4c2203135c0cfc0ccb4d92e', 'hex'));
  expect(decodeText(told, 'text/csv')).toBe('연차는 15일이다.');
  expect(decodeText(new Uint8Array([0x61, 0xff]), 'text/plain')).toBe('a\ufffd');
});

it.each([
  // Java's names for Microsoft's EUC-KR: no names of the web.
  'text/html; charset=MS949',
  'text/html; charset=cp949',
])('reads Korean whose header names an encoding that nobody knows: %s', (contentType) => {
  const told = new Uint8Array(Buffer.from('bfacc2f7b4c2203135c0cfc0ccb4d92e', 'hex'));
  expect(decodeText(told, contentType)).toBe('연차는 15일이다.');
});

it('asks the document where the header names an encoding that nobody knows', () => {
  const page = new Uint8Array([...Buffer.from('<meta charset="euc-kr">'), ...KOREAN]);
  expect(decodeText(page, 'text/html; charset=none')).toBe('<meta charset="euc-kr">가');
});

it.each(['<?xml version="1.0" encoding="utf-16"?><a>가</a>', '<meta charset="UTF-16LE"><p>가</p>'])(
  'does not believe that what it could read byte by byte is UTF-16: %s',
  (document) => {
    expect(decodeText(new TextEncoder().encode(document), 'text/xml')).toBe(document);
  },
);
