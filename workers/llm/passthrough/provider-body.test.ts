import { describe, expect, it } from 'vitest';
import { withModel } from './provider-body.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (parts: readonly Uint8Array[] = []) =>
  parts.map((part) => new TextDecoder().decode(part)).join('');

describe('the model of a passthrough call', () => {
  const json = 'application/json';

  it.each(['{"input":"x"}', '{}'])('is put into %s', (text) => {
    const body = withModel({ contentType: json, bytes: bytesOf(text) }, 'a "b"');
    expect(JSON.parse(textOf(body?.parts))).toEqual({ model: 'a "b"', ...JSON.parse(text) });
  });

  it('is put into a form', async () => {
    const contentType = 'multipart/form-data; boundary=libra-1';
    const bytes = bytesOf(
      '--libra-1\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n--libra-1--\r\n',
    );
    const body = withModel({ contentType, bytes }, '@cf/whisper');
    const form = await new Response(textOf(body?.parts), {
      headers: { 'content-type': contentType },
    }).formData();
    expect([...form]).toEqual([
      ['model', '@cf/whisper'],
      ['a', 'x'],
    ]);
  });

  it.each([
    [json, '[1]'],
    ['text/plain', 'x'],
    ['multipart/form-data; boundary="a b"', '--a b--'],
  ])('is put into no %s', (contentType, text) => {
    expect(withModel({ contentType, bytes: bytesOf(text) }, 'm')).toBeUndefined();
  });
});
