import { deflateSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { makePdf, makeWordFile, makeZip, withContent } from '../../../tests/documents.ts';
import { parseFile } from './parse.ts';

/** Files that are made to break their reader, or that programs write in a way of their own. */

// As it is bundled for Workers; in Node it would take other bytes.
vi.mock('mammoth', () => vi.importActual('mammoth/mammoth.browser.min.js'));

const utf8 = (text: string) => new TextEncoder().encode(text);
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const nested = (open: string, close: string, times: number) =>
  open.repeat(times) + paragraph('안에 있다.') + close.repeat(times);
/** The reader takes the bytes for itself. */
const pdf = (change: (source: string) => string, pages = ['연차는 15일이다.', '병가는 따로다.']) =>
  Uint8Array.from(Buffer.from(change(Buffer.from(makePdf(pages)).toString('latin1')), 'latin1'));
const entities = Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`,
);
const LAUGHS = `<!DOCTYPE w:document [<!ENTITY e0 "하하하 하하하 ">${entities.join('')}]>`;
const OUTSIDE = '<!DOCTYPE w:document [<!ENTITY e0 SYSTEM "file:///etc/hostname">]>';

/** The text of the first chunk, or why there is none. */
async function read(bytes: Uint8Array, name: string): Promise<string> {
  const parsed = await parseFile({ bytes, name, contentType: null });
  return parsed.ok ? (parsed.chunks[0]?.text.trim() ?? '') : parsed.problem;
}

describe('a Word document', () => {
  it('that is packed is read', async () => {
    expect(await read(makeWordFile(paragraph('연차는 15일이다.'), {}, { isPacked: true }), 'a.docx')).toBe(
      '연차는 15일이다.',
    );
  });

  it.each([
    ['says how much it unpacks to', {}],
    ['says that it unpacks to little', { saidBytes: 1_000 }],
  ])('that unpacks to a hundred megabytes and %s is not unpacked', async (_, zip) => {
    const bomb = makeWordFile(paragraph('a'.repeat(90_000_000)), {}, { isPacked: true, ...zip });
    expect(bomb.byteLength).toBeLessThan(1_000_000);
    expect(await read(bomb, 'a.docx')).toBe('document_unpacks_too_large');
  });

  it.each([
    ['paragraphs', nested('<w:sdt><w:sdtContent>', '</w:sdtContent></w:sdt>', 50_000)],
    ['tables', nested('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', 20_000)],
  ])('of %s one in the other, tens of thousands deep, is refused', async (_, body) => {
    expect(await read(makeWordFile(body), 'a.docx')).toBe('document_unreadable');
  });

  it.each([
    ['whose entities grow tenfold nine times', LAUGHS, '&e9;'],
    ['that names a file outside', OUTSIDE, '&e0;'],
  ])('%s gives nothing of them', async (_, before, entity) => {
    const text = await read(makeWordFile(paragraph(`앞 ${entity} 뒤`), {}, { before }), 'a.docx');
    expect(text.length).toBeLessThan(100);
  });

  it('that is none, though a text in the ZIP names its part, is refused', async () => {
    const zip = makeZip({ 'readme.txt': 'see word/document.xml' });
    expect(await read(zip, 'a.docx')).toBe('document_unreadable');
  });
});

describe('a table', () => {
  it('of a hundred thousand rows is read, and each chunk names its columns', async () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => `가${row},${row}`);
    const parsed = await parseFile({
      ...{ bytes: utf8(`이름,값\n${rows.join('\n')}`), name: 'a.csv', contentType: null },
    });
    if (!parsed.ok) throw new Error(parsed.problem);
    expect(new Set(parsed.chunks.map(({ heading }) => heading))).toEqual(new Set(['이름,값']));
    expect(parsed.chunks.at(-1)?.text).toContain('가99999,99999');
  });

  it('of a million rows is too long', async () => {
    expect(await read(utf8('a,b\n'.repeat(1_000_000)), 'a.csv')).toBe('document_too_long');
  });
});

describe('a page', () => {
  it.each([
    ['thousands of scripts', `${'<script>while (true) {}</script>'.repeat(20_000)}<p>본문이다.</p>`],
    ['a script that never ends', `<p>본문이다.</p><script>${'x<'.repeat(500_000)}`],
    ['an attribute that never ends', `<p>본문이다.</p><p ${'a="'.repeat(200_000)}`],
    ['elements one in the other', `${'<div>'.repeat(20_000)}<p>본문이다.</p>`],
  ])('of %s gives its text alone', async (_, html) => {
    expect(await read(utf8(html), 'a.html')).toBe('본문이다.');
  });

  it('of more elements than are read is refused, not cut', async () => {
    expect(await read(utf8('<p>본문이다.</p>'.repeat(150_000)), 'a.html')).toBe('document_too_long');
  });
});

/** As a page says it. */
const SHOWN = `BT /F 12 Tf 50 750 Td <${Buffer.from('연차', 'utf16le').swap16().toString('hex')}> Tj ET `;
const FLATE = '/Filter /FlateDecode';
/** A few kilobytes that come to thirty megabytes of white space. */
const BOMB = deflateSync(Buffer.alloc(30_000_000, ' '), { level: 9 });
const hexOf = (bytes: Buffer) => Buffer.from(`${bytes.toString('hex')}>`);

describe('a PDF whose streams are packed', () => {
  const readContent = (dictionary: string, data: Uint8Array) =>
    read(withContent(makePdf(['x', '다음 쪽']), dictionary, data), 'a.pdf');

  it.each([
    ['Flate', FLATE, deflateSync(SHOWN)],
    ['Flate as hexadecimal digits', '/Filter [/AHx /Fl]', hexOf(deflateSync(SHOWN))],
    ['Flate twice', '/Filter [/FlateDecode /FlateDecode]', deflateSync(deflateSync(SHOWN))],
    ['LZW', '/Filter /LZWDecode', packLzw(Buffer.from(SHOWN))],
    ['nothing', '', Buffer.from(SHOWN)],
  ])('by %s is read', async (_, dictionary, data) => {
    expect(await readContent(dictionary, data)).toMatch(/^연차\s+다음 쪽$/);
  });

  it.each([
    ['Flate', FLATE, BOMB],
    ['Flate under another spelling', '/Filter%\n[/F#6cateDecode]', BOMB],
    ['Flate as hexadecimal digits', '/Filter [/ASCIIHexDecode /FlateDecode]', hexOf(BOMB)],
    ['Flate twice', '/Filter [/FlateDecode /FlateDecode]', deflateSync(BOMB, { level: 9 })],
    ['LZW', '/Filter /LZWDecode', packLzw(Buffer.alloc(30_000_000, ' '))],
    ['run lengths', '/Filter /RunLengthDecode', Buffer.alloc(400_000, Buffer.from([129, 32]))],
    [
      'LZW as hexadecimal digits',
      '/Filter [/AHx /LZW]',
      hexOf(packLzw(Buffer.alloc(30_000_000, ' ')).subarray(0, 240_000)),
    ],
    ['run lengths in Flate', '/Filter [/Fl /RL]', deflateSync(Buffer.alloc(400_000, Buffer.from([129, 32])))],
    ['base 85 in Flate', '/Filter [/Fl /A85]', deflateSync(Buffer.alloc(8_000_000, 'z'), { level: 9 })],
    ['Flate in a stream of objects', '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', BOMB],
  ])('by %s, some kilobytes that come to tens of megabytes, is refused', async (_, dictionary, data) => {
    expect(data.byteLength).toBeLessThan(500_000);
    expect(await readContent(dictionary, data)).toBe('document_unpacks_too_large');
  });

  it('and seem to end early is counted all the same', async () => {
    const stored = deflateSync(Buffer.from('endstream '), { level: 0 }).subarray(0, -4);
    stored[2] = 0;
    const rest = deflateSync(Buffer.alloc(30_000_000, ' '), { level: 9 }).subarray(2);
    expect(await readContent(FLATE, Buffer.concat([stored, rest]))).toBe('document_unpacks_too_large');
  });

  it('in a way that stands elsewhere is refused', async () => {
    expect(await readContent('/Filter 99 0 R', BOMB)).toBe('document_unreadable');
  });

  it('into a picture has it left out, whatever it comes to, and the text is read', async () => {
    const pdf = withContent(makePdf([SHOWN, '다음 쪽']), `/Type /XObject /Subtype /Image ${FLATE}`, BOMB);
    expect(await read(pdf, 'a.pdf')).toBe('다음 쪽');
    expect(await readContent('/Filter /CCITTFaxDecode', BOMB)).toBe('다음 쪽');
  });

  it('and that draws a picture before its text gives the text', async () => {
    const picture = `99 0 obj\n<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /Length 1 >>\nstream\n)\nendstream\nendobj\n`;
    const drawn = withContent(makePdf(['x']), '', Buffer.from(`/I Do ${SHOWN}`));
    const source = Buffer.from(drawn).toString('latin1');
    const changed = source
      .replace('/Resources <<', '/Resources << /XObject << /I 99 0 R >>')
      .replace('4 0 obj', `${picture}4 0 obj`);
    expect(await read(Uint8Array.from(Buffer.from(changed, 'latin1')), 'a.pdf')).toBe('연차');
  });
});

describe('a PDF', () => {
  it('whose table of contents is wrong is read all the same', async () => {
    expect(
      await read(
        pdf((source) => source.replace(/startxref\n\d+/, 'startxref\n99999')),
        'a.pdf',
      ),
    ).toContain('연차는 15일이다.');
  });

  it('of which some pages are pictures gives the text of the others', async () => {
    expect(await read(makePdf(['', '', '연차는 15일이다.']), 'a.pdf')).toBe('연차는 15일이다.');
  });

  it.each([
    ['is cut in the middle', (source: string) => source.slice(0, source.length / 2)],
    [
      'has pages that hold themselves',
      (source: string) => source.replace(/\/Kids \[[^\]]*\]/, '/Kids [2 0 R]'),
    ],
    [
      'says that it has two billion pages',
      (source: string) => source.replace(/\/Count \d+/, '/Count 2000000000'),
    ],
  ])('that %s is refused or read, but always ends', async (_, change) => {
    expect(await read(pdf(change), 'a.pdf')).toMatch(/^(?:document_[a-z_]+|연차)/);
  });
});

/** Without a table that is emptied: the longest text is said over and over. */
function packLzw(bytes: Buffer): Buffer {
  const out: number[] = [];
  let [held, bits, width, next] = [0, 0, 9, 258];
  // By a code and the byte after it: the code of both, or 0. Texts as keys took half a minute for thirty megabytes.
  const codes = new Uint16Array(4_096 * 256);
  const put = (code: number) => {
    held = (held << width) | code;
    bits += width;
    while (bits >= 8) {
      bits -= 8;
      out.push((held >> bits) & 0xff);
    }
    held &= (1 << bits) - 1;
  };
  put(256);
  let code = bytes[0] ?? 0;
  for (const byte of bytes.subarray(1)) {
    const both = code * 256 + byte;
    const known = codes[both] ?? 0;
    if (known !== 0) {
      code = known;
      continue;
    }
    put(code);
    if (next < 4_096) {
      codes[both] = next;
      next += 1;
    }
    width = Math.min(12, 32 - Math.clz32(next));
    code = byte;
  }
  put(code);
  put(257);
  out.push((held << (8 - bits)) & 0xff);
  return Buffer.from(out);
}
