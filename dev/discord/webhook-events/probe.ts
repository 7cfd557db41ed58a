/**
 * Discord's examination of an endpoint for webhook events: a signed PING (type 0) must be answered with an empty 204, and one
 * whose signature is wrong with 401.
 */
import { type Deadline, type Delivery, deliverInteraction } from '../interactions/deliver.ts';
import type { ProbeVerdict } from '../interactions/endpoint-probe.ts';
import type { InteractionSigner } from '../interactions/signing.ts';
import type { World } from '../world/world.ts';
import { createEventPing } from './payload.ts';

export interface EventSendingDeps {
  world: World;
  signer: InteractionSigner;
  deadline: Deadline;
  /** Aborts when the stand-in closes. */
  signal: AbortSignal;
}

export async function probeEventsEndpoint(
  { world, signer, deadline, signal }: EventSendingDeps,
  url: string,
): Promise<ProbeVerdict> {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) return { ok: false, why: 'not an http(s) URL' };
  const body = JSON.stringify(createEventPing(world));
  const [genuine, forged] = await Promise.all(
    [signer.sign(body), signer.forge(body)].map((headers) =>
      deliverInteraction({ url, body, headers, deadline, signal }),
    ),
  );
  if (genuine === undefined || !isAcknowledged(genuine)) {
    return { ok: false, why: `a signed PING was answered ${describe(genuine)} instead of an empty 204` };
  }
  return describe(forged) === '401'
    ? { ok: true }
    : { ok: false, why: `somebody else’s signature was answered ${describe(forged)} instead of 401` };
}

export function isAcknowledged(delivery: Delivery): boolean {
  return delivery.kind === 'answered' && delivery.status === 204 && delivery.body.byteLength === 0;
}

function describe(delivery: Delivery | undefined): string {
  return delivery?.kind === 'answered' ? String(delivery.status) : `not at all`;
}
