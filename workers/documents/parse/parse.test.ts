import { describe, expect, it } from 'vitest';
import { makePdf, makeZip } from '../../../tests/documents.ts';
import { type GivenFile, type Parsed, parseFile } from './parse.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
/** "연차는 15일이다." */
const EUC_KR = Buffer.from('bfacc2f7b4c2203135c0cfc0ccb4d92e', 'hex');

function parse(bytes: Uint8Array, name: string, contentType: string | null = null): Promise<Parsed> {
  return parseFile({ bytes, name, contentType } satisfies GivenFile);
}

async function chunksOf(bytes: Uint8Array, name: string) {
  const parsed = await parse(bytes, name);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.chunks.map(({ text, heading, page }) => ({ text: text.trim(), heading, page }));
}

describe('a file', () => {
  it('of PDF is read page by page, in any script', async () => {
    // The reader takes the bytes for itself.
    const pdf = () => makePdf(['연차는 15일이다.\n병가는 따로다.', 'Refunds take two weeks.']);
    const [chunk] = await chunksOf(pdf(), 'rules.pdf');
    expect(chunk?.text).toContain('연차는 15일이다.\n병가는 따로다.');
    expect(chunk?.text).toContain('Refunds take two weeks.');
    expect(chunk?.page).toBe(1);
    expect(await parse(pdf(), 'rules.pdf')).toMatchObject({ pages: 2 });
  });

  it.each([
    ['UTF-8', utf8('연차는 15일이다.')],
    ['EUC-KR', EUC_KR],
    ['UTF-16', Buffer.from('\ufeff연차는 15일이다.', 'utf16le')],
  ])('of text is read from %s', async (_, bytes) => {
    expect(await chunksOf(bytes, '규정.txt')).toEqual([
      { text: '연차는 15일이다.', heading: null, page: null },
    ]);
  });

  it('of HTML is read without its scripts, a table with the names of its columns', async () => {
    const html = utf8('<h1>휴가</h1><p>연차는 15일이다.</p><script>alert(1)</script>');
    expect(await chunksOf(html, 'a.html')).toEqual([
      { text: '연차는 15일이다.', heading: '휴가', page: null },
    ]);
    const [old] = await chunksOf(utf8('이름,값\r가,1\r'), '표.csv');
    expect(old).toMatchObject({ heading: '이름,값' });
    const [row] = await chunksOf(utf8('이름,값\n가,1\n'), '표.csv');
    expect(row?.heading).toBe('이름,값');
  });

  it.each<[string, Uint8Array, string, string]>([
    ['locked PDF', makePdf(['비밀'], { encrypt: true }), 'a.pdf', 'document_encrypted'],
    ['broken PDF', utf8('%PDF-1.7\nnothing of it'), 'a.pdf', 'document_unreadable'],
    ['PDF of pictures', makePdf(['']), 'a.pdf', 'document_empty'],
    ['PDF of 500 pages', makePdf(Array.from({ length: 500 }, () => 'x')), 'a.pdf', 'document_too_long'],
    ['file without a byte', new Uint8Array(), 'a.txt', 'document_empty'],
    ['file of white space', utf8(' \n\t\n'), 'a.txt', 'document_type'],
    ['renamed ZIP', makeZip({ 'a.txt': 'text' }), 'a.docx', 'document_type'],
    ['ZIP that calls itself text', makeZip({ 'a.txt': 'text' }), 'a.txt', 'document_type'],
    [
      'Word document without its body',
      makeZip({ 'word/document.xml': '<a' }),
      'a.docx',
      'document_unreadable',
    ],
    ['picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'a.txt', 'document_type'],
    ['file of RTF', utf8("{\\rtf1\\ansicpg949 \\'bf\\'ac\\'c2\\'f7\\par}"), 'a.doc', 'document_type'],
    ['text of two million characters', utf8('가나다. '.repeat(500_000)), 'a.txt', 'document_too_long'],
  ])('that is a %s is refused', async (_, bytes, name, problem) => {
    expect(await parse(bytes, name)).toEqual({ ok: false, problem });
  });

  it('has the same hash whatever it is called, and another one with another text', async () => {
    const hashOf = async (text: string, name: string) => {
      const parsed = await parse(utf8(text), name);
      return parsed.ok ? parsed.contentHash : null;
    };
    expect(await hashOf('연차', 'a.txt')).toBe(await hashOf('연차', 'b.txt'));
    expect(await hashOf('연차', 'a.txt')).not.toBe(await hashOf('병가', 'a.txt'));
  });
});
