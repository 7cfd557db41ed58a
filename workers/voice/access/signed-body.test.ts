import { expect, it } from 'vitest';
import { createUploadGate } from '../../../shared/http/upload-gate.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { createNonceBook } from '../../../shared/signing/nonce-book.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createRequestVerifier } from '../../../shared/signing/verify.ts';
import { readSignedBody } from './signed-body.ts';

const SECRET = 'a secret that is long enough to be one';
const BODY = { libra: { caller: { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' } } };

it('is read once: a copy of the request is nobody’s', async () => {
  const request = await createRequestSigner({ secret: SECRET, name: 'bot' }).sign(
    'https://voice.libra.internal/v1/talk/tokens',
    { body: JSON.stringify(BODY) },
  );
  const copy = request.clone();
  const deps = {
    verifier: createRequestVerifier({ secrets: [SECRET], accept: 'bot' }),
    nonces: createNonceBook(10),
    uploads: createUploadGate(),
    log: createLogger({ worker: 'voice', write: () => {} }),
  };
  expect(await readSignedBody(request, deps)).toMatchObject({ ok: true, caller: { user_id: '1' } });
  expect(await readSignedBody(copy, deps)).toEqual({ ok: false, code: 'unauthorized' });
});
