import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundaryOf, parseForm } from './multipart.ts';

/** Forms as different clients write them, read here as the platform itself reads them. */

interface Written {
  name: string;
  filename: string | undefined;
  type: string | undefined;
  bytes: Uint8Array;
}

const encoder = new TextEncoder();
/** Of the characters that a client writes as they are. */
const plainName = fc
  .string({ unit: 'binary', maxLength: 30 })
  .map((name) => name.toWellFormed().replace(/[\p{Cc}"\\%\uFEFF]/gu, 'x'));
const part: fc.Arbitrary<Written> = fc.record({
  name: plainName,
  filename: fc.option(plainName, { nil: undefined }),
  type: fc.constantFrom(undefined, 'audio/wav', 'text/plain; charset=utf-8'),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(fc.constantFrom('\r\n', '--', '\r', '\n', '\r\n\r\n', '\r\n--', 'x'), { maxLength: 8 })
      .map((pieces) => encoder.encode(pieces.join(''))),
  ),
});
const boundary = fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z'()+_,./:=?-]{0,68}[0-9A-Za-z]$/);
const header = fc.constantFrom('Content-Disposition', 'content-disposition', 'CONTENT-DISPOSITION');

interface Manner {
  boundary: string;
  header: string;
  endsWithNewLine: boolean;
  typeFirst: boolean;
}

function write(
  parts: readonly Written[],
  { boundary, header, endsWithNewLine, typeFirst }: Manner,
): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (const { name, filename, type, bytes } of parts) {
    const disposition = `${header}: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}`;
    const lines = [disposition, ...(type === undefined ? [] : [`Content-Type: ${type}`])];
    if (typeFirst) lines.reverse();
    chunks.push(
      encoder.encode(`--${boundary}\r\n${lines.join('\r\n')}\r\n\r\n`),
      bytes,
      encoder.encode('\r\n'),
    );
  }
  chunks.push(encoder.encode(`--${boundary}--${endsWithNewLine ? '\r\n' : ''}`));
  return new Uint8Array(Buffer.concat(chunks));
}

const manner = fc.record({ boundary, header, endsWithNewLine: fc.boolean(), typeFirst: fc.boolean() });

function holdsBoundary({ bytes }: Written, { boundary }: Manner): boolean {
  return Buffer.from(bytes).includes(`--${boundary}`);
}

it('a well-formed form is read as the platform reads it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), manner, async (parts, how) => {
      fc.pre(!parts.some((each) => holdsBoundary(each, how)));
      const contentType = `multipart/form-data; boundary="${how.boundary}"`;
      const body = write(parts, how);
      const parsed = parseForm(body, boundaryOf(contentType) ?? '');
      expect(parsed).toMatchObject({ ok: true });
      if (!parsed.ok) return;
      const oracle = await new Response(body as BodyInit, {
        headers: { 'content-type': contentType },
      }).formData();
      const expected = await Promise.all([...oracle].map(([name, value]) => readEntry(name, value)));
      const read = parsed.parts.map(({ name, filename, start, end }) =>
        filename === undefined
          ? { name, text: new TextDecoder().decode(body.subarray(start, end)) }
          : { name, filename, bytes: [...body.subarray(start, end)] },
      );
      expect(read).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

async function readEntry(name: string, value: string | File) {
  return typeof value === 'string'
    ? { name, text: value }
    : { name, filename: value.name, bytes: [...new Uint8Array(await value.arrayBuffer())] };
}
