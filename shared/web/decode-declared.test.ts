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
  expect(decodeText(KOREAN, `text/html; charset=${' '.repeat(200_000)};`)).toBe('\ufffd\ufffd');
  expect(decodeText(KOREAN, `text/html; ${'charset= '.repeat(30_000)};`)).toBe('\ufffd\ufffd');
});
