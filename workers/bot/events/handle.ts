/**
 * POST /events, Discord's webhook events: received (receive.ts) → parse → 204. Discord sends an event again, for up to ten
 * minutes, unless it is answered so within three seconds: the answer says that what follows from it is written down.
 */
import { errorResponse } from '../../../shared/http/error-response.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { type ReceiveDeps, receiveFromDiscord } from '../receive.ts';
import type { Services } from '../services.ts';
import { parseWebhookEvent, type WebhookEvent } from './parse.ts';

/** An event names a person, and perhaps a server: both are a few kilobytes at most. */
const EXPECTED = {
  limits: { maxBytes: 65_536, deadlineMs: 1_000 },
  refusedEvent: 'event.refused',
};

export interface EventDeps extends ReceiveDeps {
  services: Pick<Services, 'now' | 'log' | 'personErasure' | 'traceparent'>;
}

export async function handleWebhookEvent(request: Request, deps: EventDeps): Promise<Response> {
  const { services } = deps;
  const received = await receiveFromDiscord(request, EXPECTED, deps, {
    log: services.log,
    nowMs: services.now(),
  });
  if (!received.ok) return received.response;
  const parsed = parseWebhookEvent(received.text);
  if (!parsed.ok) return received.refuse('invalid_request', parsed.problem);
  try {
    const verdict = await carryOut(parsed.event, services);
    services.log.info('event.received', { kind: parsed.event.kind, verdict });
    return acknowledge();
  } catch (error) {
    services.log.error('event.failed', { kind: parsed.event.kind, error: errorName(error) });
    return errorResponse('upstream_unreachable');
  }
}

async function carryOut(
  event: WebhookEvent,
  { personErasure, traceparent }: EventDeps['services'],
): Promise<string | undefined> {
  if (event.kind !== 'deauthorized') return undefined;
  const { userId, atMs } = event;
  return personErasure(userId).begin({ userId, eventAtMs: atMs, traceparent });
}

/** Discord wants a content type even of an empty body. */
function acknowledge(): Response {
  return new Response(null, { status: 204, headers: { 'content-type': 'application/json' } });
}
