import { expect, it } from 'vitest';
import type { Caller } from '../../../shared/contract/caller.ts';
import { type ErrorCode, errorKind } from '../../../shared/errors.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { createBffClient } from './client.ts';

const caller: Caller = {
  user_id: '1500000000000000001',
  guild_id: null,
  channel_id: '1500000000000000002',
  locale: 'ko',
};

/** A clause told to the call ahead of it; the bff answers when it has read it. */
async function told(answer: () => Response) {
  const asked: string[] = [];
  const client = createBffClient({
    bff: {
      async fetch(input) {
        const [about = '', rest = ''] = (await (input as Request).text()).split('\n');
        asked.push(`${JSON.parse(about).characters} ${rest.slice(0, 4)}`);
        return answer();
      },
    },
    signer: createRequestSigner({ secret: 'a secret that is long enough to be one', name: 'voice' }),
    caller,
    transcriptionModel: undefined,
    speechModel: undefined,
    voice: 'alloy',
  });
  const outcome = await client.openSpeech(200, new AbortController().signal).speak('그래요.');
  expect(asked).toEqual(['200 그래요.']);
  return outcome;
}

function refusal(code: ErrorCode): Response {
  const { status, type, message } = errorKind(code);
  return Response.json({ error: { code, type, message } }, { status });
}

it('a clause is spoken by the call that went ahead of it', async () => {
  const outcome = await told(() => new Response(new Uint8Array(4)));
  expect(outcome?.ok === true && (await new Response(outcome.value).bytes())).toHaveLength(4);
});

it('a clause is asked for by itself where a budget does not hold the longest one', async () => {
  expect(await told(() => refusal('budget_user'))).toBeNull();
});

it('a provider that has failed is not asked again', async () => {
  expect(await told(() => refusal('provider_unavailable'))).toEqual({
    ok: false,
    failure: expect.objectContaining({ code: 'provider_unavailable' }),
  });
});
