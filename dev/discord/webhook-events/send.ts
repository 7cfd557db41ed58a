/**
 * Sends a webhook event as Discord does: signed anew each time, and again after growing pauses for up to ten minutes, until the
 * endpoint answers with an empty 204 within three seconds.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, deliverInteraction } from '../interactions/deliver.ts';
import { describeMissing } from '../interactions/send.ts';
import type { DeauthoriseResult } from '../surfaces.ts';
import { createDeauthorization } from './payload.ts';
import { type EventSendingDeps, isAcknowledged } from './probe.ts';

/** Six tries more, ten minutes in all. */
export const DISCORDS_EVENT_PAUSES_MS: readonly number[] = [5_000, 10_000, 25_000, 60_000, 150_000, 350_000];

export interface EventSender {
  /** A person removes the application. Answered after the first try; the others follow. Null: no such person. */
  deauthorise(userId: string): Promise<DeauthoriseResult | null>;
}

export function createEventSender(deps: EventSendingDeps & { pausesMs: readonly number[] }): EventSender {
  const { world, signer, deadline, signal, pausesMs } = deps;

  async function post(url: string, body: string): Promise<DeauthoriseResult> {
    const headers = signer.sign(body);
    const delivery = await deliverInteraction({ url, body, headers, deadline, signal });
    return isAcknowledged(delivery)
      ? { acknowledged: true, detail: null }
      : { acknowledged: false, detail: explain(delivery) };
  }

  async function resend(url: string, body: string): Promise<void> {
    for (const pauseMs of pausesMs) {
      await sleep(pauseMs, undefined, { signal });
      if ((await post(url, body)).acknowledged) return;
    }
  }

  return {
    async deauthorise(userId) {
      const user = world.user(userId);
      if (user === undefined) return null;
      const url = world.eventsUrl();
      if (url === null) return { acknowledged: false, detail: 'no webhook events endpoint is set' };
      const body = JSON.stringify(createDeauthorization(world, user));
      const first = await post(url, body);
      // Rejects when the stand-in closes.
      if (!first.acknowledged) void resend(url, body).catch(() => {});
      return first;
    },
  };
}

function explain(delivery: Delivery): string {
  return delivery.kind === 'answered'
    ? `the endpoint answered ${delivery.status}`
    : describeMissing(delivery);
}
