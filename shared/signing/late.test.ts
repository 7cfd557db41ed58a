import { expect, it } from 'vitest';
import { LATE_TYPE, SEAL_BYTES } from './late.ts';
import { createRequestSigner } from './sign.ts';
import { createRequestVerifier } from './verify.ts';

const SECRET = 'a secret that is long enough to be one';
const URL = 'https://bff.libra.internal/v1/audio/speech';
const signer = createRequestSigner({ secret: SECRET, name: 'voice' });
const verifier = createRequestVerifier({ secrets: [SECRET], accept: 'voice' });
const bytes = (text: string) => new TextEncoder().encode(text);

async function told(rest: string) {
  const late = await signer.open(URL, { about: { characters: 200 } });
  const head = await verifier.verifyHead(late.request);
  if (!head.ok) throw new Error(head.reason);
  void late.tell(bytes(rest));
  const body = new Uint8Array(await new Response(late.request.body).arrayBuffer());
  const lineEnd = body.indexOf(10) + 1;
  return {
    head,
    contentType: late.request.headers.get('content-type'),
    line: body.subarray(0, lineEnd),
    rest: body.subarray(lineEnd, -SEAL_BYTES),
    seal: body.subarray(-SEAL_BYTES),
  };
}

it('is signed by what it is about, and sealed by the rest', async () => {
  const { head, contentType, line, rest, seal } = await told('안녕하세요.');
  expect(contentType).toBe(LATE_TYPE);
  expect(new TextDecoder().decode(line)).toBe('{"characters":200}\n');
  expect(await head.verifyBody(line)).toMatchObject({ ok: true, signer: 'voice' });
  expect(new TextDecoder().decode(rest)).toBe('안녕하세요.');
  expect(await head.verifyRest(rest, seal)).toBe(true);
});

it('takes no rest but its own', async () => {
  const [first, second] = await Promise.all([told('Yes.'), told('Yes.')]);
  expect(await first.head.verifyRest(bytes('No.'), first.seal)).toBe(false);
  expect(await first.head.verifyRest(first.rest, new Uint8Array(SEAL_BYTES))).toBe(false);
  // The seal of another request over the same words.
  expect(await first.head.verifyRest(first.rest, second.seal)).toBe(false);
});

it('is no body that is whole', async () => {
  const { head, line, rest } = await told('Yes.');
  const whole = new Uint8Array([...line, ...rest]);
  expect(await head.verifyBody(whole)).toMatchObject({ ok: false, reason: 'digest_mismatch' });
});
