import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, parseForm } from './multipart.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** As the platform writes it. */
async function written(form: FormData) {
  const request = new Request('http://x', { method: 'POST', body: form });
  const boundary = boundaryOf(request.headers.get('content-type'));
  return { boundary: boundary ?? '', body: new Uint8Array(await request.arrayBuffer()) };
}

function partsOf(body: Uint8Array, boundary: string) {
  const parsed = parseForm(body, boundary);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.parts.map(({ start, end, ...head }) => ({ ...head, bytes: body.slice(start, end) }));
}

describe('a form', () => {
  it('is read as the platform writes it, whatever its files hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 2_000 }),
        fc.string({ maxLength: 50 }),
        async (bytes, text) => {
          const form = new FormData();
          form.append('file', new File([bytes], 'a "b".wav', { type: 'audio/wav' }));
          form.append('prompt', text);
          const { boundary, body } = await written(form);
          const [file, prompt, ...others] = partsOf(body, boundary);
          expect(others).toEqual([]);
          expect(file).toMatchObject({ name: 'file', filename: 'a %22b%22.wav', contentType: 'audio/wav' });
          expect([...(file?.bytes ?? [])]).toEqual([...bytes]);
          // As the standard demands, line ends in texts are those of the network.
          const sent = text.toWellFormed().replace(/\r\n|\r|\n/g, '\r\n');
          expect(new TextDecoder('utf-8', { fatal: false, ignoreBOM: true }).decode(prompt?.bytes)).toBe(
            sent,
          );
        },
      ),
    );
  });

  it('holds what nearly is its boundary', async () => {
    const form = new FormData();
    form.append('file', new File(['\r\n--b\r\n--', '\r\n-', '--'], 'a.wav'));
    const { boundary, body } = await written(form);
    expect(partsOf(body, boundary)).toHaveLength(1);
  });

  it.each([
    ['', 'nothing'],
    ['preamble\r\n--b\r\n', 'a text before it'],
    ['--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nx', 'no last boundary'],
    ['--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\nmore', 'a text behind it'],
    ['--b\r\ncontent-disposition: form-data; filename="a"\r\n\r\nx\r\n--b--\r\n', 'no name'],
    ['--b\r\ncontent-type: text/plain\r\n\r\nx\r\n--b--\r\n', 'no disposition'],
    ['--b\r\n\r\nx\r\n--b--\r\n', 'no headers'],
    ['--b\r\ncontent-disposition: form-data; name="a"; name="b"\r\n\r\nx\r\n--b--\r\n', 'two names'],
    ['--b\r\ncontent-disposition: form-data; name="a"; size=1\r\n\r\nx\r\n--b--\r\n', 'another parameter'],
    [
      '--b\r\ncontent-disposition: form-data; name="a"\r\ncontent-disposition: form-data; name="b"\r\n\r\nx\r\n--b--\r\n',
      'two dispositions',
    ],
    ['--b\ncontent-disposition: form-data; name="a"\n\nx\n--b--\n', 'bare line feeds'],
    [
      `--b\r\ncontent-disposition: form-data; name="${'a'.repeat(3_000)}"\r\n\r\nx\r\n--b--\r\n`,
      'long headers',
    ],
    [`${'--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(65)}--b--`, 'many parts'],
  ])('%# is refused with %s', (text) => {
    expect(parseForm(bytesOf(text), 'b')).toMatchObject({ ok: false });
  });

  it('never makes the parser throw or leave the body', () => {
    const piece = fc.constantFrom(
      '--b',
      '\r\n',
      '--',
      'content-disposition: form-data',
      '; name="a"',
      'x',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const body = bytesOf(pieces.join(''));
        const parsed = parseForm(body, 'b');
        if (!parsed.ok) return;
        for (const { start, end } of parsed.parts) {
          expect(start <= end && end <= body.byteLength).toBe(true);
        }
      }),
    );
  });
});

it.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['Multipart/Form-Data; charset=utf-8; boundary="a b"', 'a b'],
  ['multipart/form-data', undefined],
  ['multipart/mixed; boundary=abc', undefined],
  ['application/json', undefined],
  [null, undefined],
  [`multipart/form-data; boundary=${'a'.repeat(71)}`, undefined],
])('the boundary of %s is %s', (contentType, boundary) => {
  expect(boundaryOf(contentType)).toBe(boundary);
});
