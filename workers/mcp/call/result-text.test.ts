import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_RESULT_CHARS, readToolResult } from './result-text.ts';

const textOf = (result: object) => readToolResult(result)?.text;

describe('a tool’s result', () => {
  it('is its texts', () => {
    const content = [
      { type: 'text', text: 'one' },
      { type: 'text', text: 'two' },
    ];
    expect(readToolResult({ content })).toEqual({ isError: false, text: 'one\n\ntwo' });
    expect(readToolResult({ content, isError: true })).toMatchObject({ isError: true });
  });

  it('names what is no text, and does not show it', () => {
    const data = 'A'.repeat(4_000);
    const text = textOf({
      content: [
        { type: 'image', mimeType: 'image/png', data },
        { type: 'audio', mimeType: 'nonsense\n', data },
        { type: 'resource_link', uri: 'file:///a.txt', name: 'A', mimeType: 'text/plain' },
        { type: 'resource', resource: { uri: 'file:///b.zip', mimeType: 'application/zip', blob: data } },
        { type: 'resource', resource: { uri: 'file:///c.txt', text: 'inside' } },
        { type: 'dance' },
        7,
      ],
    });
    expect(text).not.toContain('AAAA');
    expect(text?.split('\n\n')).toEqual([
      '[An image (image/png, 3000 bytes). You cannot see or hear it, and neither can the reader.]',
      '[A recording (3000 bytes). You cannot see or hear it, and neither can the reader.]',
      '[A link: A, file:///a.txt (text/plain). It was not opened.]',
      '[A file: file:///b.zip (application/zip, 3000 bytes). It was not opened.]',
      '[A document: file:///c.txt]\ninside',
      '[A part of a kind that is not known.]',
      '[A part that is not understood.]',
    ]);
  });

  it('says structured content once', () => {
    const structuredContent = { degrees: 21 };
    expect(textOf({ structuredContent, content: [{ type: 'text', text: '{ "degrees": 21 }' }] })).toBe(
      '{ "degrees": 21 }',
    );
    expect(textOf({ structuredContent, content: [{ type: 'text', text: 'warm' }] })).toBe(
      '{"degrees":21}\n\nwarm',
    );
    expect(textOf({ structuredContent })).toBe('{"degrees":21}');
  });

  it('is never nothing, and never without end', () => {
    expect(textOf({ content: [] })).toBe('[The result is empty.]');
    expect(readToolResult({})).toBeNull();
    expect(readToolResult({ content: 'text' })).toBeNull();
    const content = Array.from({ length: 150 }, () => ({ type: 'text', text: 'x' }));
    expect(textOf({ content })).toContain('[50 more parts are left out.]');
    expect(textOf({ content: [{ type: 'text', text: '가'.repeat(50_000) }] })).toHaveLength(MAX_RESULT_CHARS);
  });

  it('is text or null, whatever came', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (structuredContent, content) => {
        for (const result of [
          structuredContent,
          { content, structuredContent },
          { content: structuredContent },
        ]) {
          const read = readToolResult(result);
          if (read !== null) expect(read.text.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
