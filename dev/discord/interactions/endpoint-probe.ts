/**
 * Discord's examination of an interactions endpoint: a signed PING must be answered with PONG, and requests whose
 * signature is wrong or missing with 401. An endpoint that fails is not accepted.
 */
import type { World } from '../world/world.ts';
import { readForm } from './body.ts';
import { type Deadline, type Delivery, deliverInteraction } from './deliver.ts';
import { createPing } from './payload.ts';
import type { InteractionSigner, SignedHeaders } from './signing.ts';

export type ProbeVerdict = { ok: true } | { ok: false; why: string };

export async function probeEndpoint(
  deps: { world: World; signer: InteractionSigner; deadline: Deadline; signal: AbortSignal },
  url: string,
): Promise<ProbeVerdict> {
  const { world, signer, deadline, signal } = deps;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return { ok: false, why: 'not an http(s) URL' };

  const ping = JSON.stringify(createPing(world));
  const send = (headers: SignedHeaders, body = ping) =>
    deliverInteraction({ url, body, headers, deadline, signal });

  const genuine = signer.sign(ping);
  const stale = { ...genuine, 'x-signature-timestamp': String(Number(genuine['x-signature-timestamp']) - 1) };
  const malformed = { ...genuine, 'x-signature-ed25519': 'not hexadecimal' };
  const [pong, ...refusals] = await Promise.all([
    send(genuine),
    send(signer.forge(ping)),
    send(stale),
    send(genuine, ping.replace('"type":1', '"type":2')),
    send(malformed),
  ]);
  const fault = await findPongFault(pong);
  if (fault !== null) return { ok: false, why: fault };
  const accused = [
    'somebody else’s signature',
    'a signature of another timestamp',
    'a signature of another body',
    'a malformed signature',
  ];
  for (const [index, refusal] of refusals.entries()) {
    const answer = describe(refusal);
    if (answer !== '401')
      return { ok: false, why: `${accused[index]} was answered ${answer} instead of 401` };
  }
  return { ok: true };
}

async function findPongFault(delivery: Delivery): Promise<string | null> {
  if (delivery.kind !== 'answered' || delivery.status !== 200) {
    return `a signed PING was answered ${describe(delivery)}`;
  }
  const form = await readForm(delivery.contentType, delivery.body);
  return form.ok && form.json.type === 1 ? null : 'a signed PING was not answered with PONG (type 1)';
}

function describe(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'answered':
      return String(delivery.status);
    case 'timeout':
      return `not within ${delivery.deadlineMs} ms`;
    case 'unreachable':
      return `not at all (${delivery.why})`;
  }
}
