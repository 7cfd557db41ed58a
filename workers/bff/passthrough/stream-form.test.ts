import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { streamForm } from './stream-form.ts';

// Node has none; that its length is kept is the runtime's to see to.
class AnyLengthStream extends TransformStream {
  constructor(_length: number) {
    super();
  }
}
beforeEach(() => void vi.stubGlobal('FixedLengthStream', AnyLengthStream));
afterEach(() => void vi.unstubAllGlobals());

const parts = ['a form ', 'in parts'].map((text) => new TextEncoder().encode(text));

it('tells its digest, and then sends its parts one after the other', async () => {
  const { contentDigest, stream } = await streamForm(parts);
  const sha256 = createHash('sha256').update('a form in parts').digest('base64');
  expect(contentDigest).toBe(`sha-256=:${sha256}:`);
  expect(await new Response(stream).text()).toBe('a form in parts');
});

it('sends nothing before it is admitted', async () => {
  const admission = Promise.withResolvers<void>();
  const { stream } = await streamForm(parts, admission.promise);
  const read = stream.getReader().read();
  const early = await Promise.race([read, new Promise((resolve) => setImmediate(resolve, 'nothing'))]);
  expect(early).toBe('nothing');
  admission.resolve();
  expect((await read).done).toBe(false);
});

it('sends nothing at all where it is not', async () => {
  const admission = Promise.withResolvers<void>();
  const { stream } = await streamForm(parts, admission.promise);
  admission.reject(new Error('refused'));
  await expect(new Response(stream).text()).rejects.toThrow('refused');
});
