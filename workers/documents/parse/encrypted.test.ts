import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makePdf, withContent } from '../../../tests/documents.ts';
import { encryptPdf } from '../../../tests/encrypted-pdf.ts';
import { parseFile } from './parse.ts';

/** PDFs that are encrypted so that everybody may open them: what they unpack to cannot be counted before they are read. */

async function read(bytes: Uint8Array): Promise<string> {
  const parsed = await parseFile({ bytes, name: 'a.pdf', contentType: null });
  return parsed.ok ? (parsed.chunks[0]?.text.trim() ?? '') : parsed.problem;
}

const SHOWN = `BT /F 12 Tf 50 750 Td <${Buffer.from('연차', 'utf16le').swap16().toString('hex')}> Tj ET `;
const SPACES = Buffer.alloc(60_000_000, ' ');
const BOMB = deflateSync(SPACES, { level: 9 });

const withPage = (dictionary: string, data: Uint8Array, name?: string) =>
  encryptPdf(withContent(makePdf(['x', '다음 쪽']), dictionary, data), name);

describe('an encrypted PDF that needs no password', () => {
  it.each([
    ['nothing', '', Buffer.from(SHOWN)],
    ['Flate', '/Filter /FlateDecode', deflateSync(SHOWN)],
    ['Flate twice', '/Filter [/FlateDecode /FlateDecode]', deflateSync(deflateSync(SHOWN))],
    ['Flate as hexadecimal digits', '/Filter [/ASCIIHexDecode /FlateDecode]', hexOf(deflateSync(SHOWN))],
  ])('is read, its pages packed by %s', async (_, dictionary, data) => {
    expect(await read(withPage(dictionary, data))).toMatch(/^연차\s+다음 쪽$/);
  });

  it.each([
    ['Flate', '/Filter /FlateDecode', BOMB],
    ['Flate twice', '/Filter [/FlateDecode /FlateDecode]', deflateSync(BOMB, { level: 9 })],
    ['Flate as hexadecimal digits', '/Filter [/AHx /Fl]', hexOf(BOMB)],
    ['run lengths', '/Filter /RunLengthDecode', Buffer.alloc(1_000_000, Buffer.from([129, 32]))],
    [
      'run lengths in Flate',
      '/Filter [/FlateDecode /RunLengthDecode]',
      deflateSync(Buffer.alloc(1_000_000, Buffer.from([129, 32]))),
    ],
    [
      'base 85 in Flate',
      '/Filter [/FlateDecode /ASCII85Decode]',
      deflateSync(Buffer.alloc(15_000_000, 'z'), { level: 9 }),
    ],
    // Clears its table over and over: each code is a byte, two are one of two.
    ['LZW in Flate', '/Filter [/FlateDecode /LZWDecode]', deflateSync(lzwOf(60_000_000), { level: 9 })],
  ])('and whose page unpacks by %s to tens of megabytes, is refused', async (_, dictionary, data) => {
    expect(data.byteLength).toBeLessThan(1_100_000);
    expect(await read(withPage(dictionary, data))).toBe('document_unpacks_too_large');
  });

  it('and says so by another spelling is bounded all the same', async () => {
    expect(await read(withPage('/Filter /FlateDecode', BOMB, '/Encr#79pt'))).toBe(
      'document_unpacks_too_large',
    );
  });

  it('leaves memory as it was, also for what is read meanwhile', async () => {
    const globals = () =>
      ['Uint8Array', 'DecompressionStream'].map((name) => Reflect.get(globalThis, name) as unknown);
    const before = globals();
    const texts = await Promise.all([
      read(withPage('/Filter /FlateDecode', BOMB)),
      read(withContent(makePdf(['x', '다음 쪽']), '/Filter /FlateDecode', deflateSync(SHOWN))),
    ]);
    expect(texts[0]).toBe('document_unpacks_too_large');
    expect(texts[1]).toMatch(/^연차\s+다음 쪽$/);
    expect(globals()).toEqual(before);
  });
});

function hexOf(bytes: Buffer): Buffer {
  return Buffer.from(`${bytes.toString('hex')}>`);
}

/** Codes that stand for ever longer runs of one byte: 258 is two of them, 259 three, and so on to the end of the table. */
function lzwOf(size: number): Buffer {
  const out: number[] = [];
  let [held, bits] = [0, 0];
  const put = (code: number, width: number) => {
    held = (held << width) | code;
    bits += width;
    while (bits >= 8) {
      bits -= 8;
      out.push((held >> bits) & 0xff);
    }
    held &= (1 << bits) - 1;
  };
  for (let made = 0; made < size; ) {
    put(256, made === 0 ? 9 : 12);
    put(32, 9);
    made += 1;
    for (let code = 258; code < 4_094; code += 1) {
      put(code, Math.min(12, 32 - Math.clz32(code + 1)));
      made += code - 256;
    }
  }
  put(257, 12);
  out.push((held << (8 - bits)) & 0xff);
  return Buffer.from(out);
}
