/**
 * The bodies of webhook events. Discord's times have microseconds and no offset: they are UTC.
 *
 * Source: https://discord.com/developers/docs/events/webhook-events#webhook-event-payloads
 */
import type { JsonRecord } from '../../../shared/json.ts';
import type { WorldUser } from '../protocol.ts';
import { userObject } from '../world/discord-objects.ts';
import type { World } from '../world/world.ts';

export const DEAUTHORIZED = 'APPLICATION_DEAUTHORIZED';

export function createEventPing({ applicationId }: Pick<World, 'applicationId'>): JsonRecord {
  return { version: 1, application_id: applicationId, type: 0 };
}

export function createDeauthorization(
  { applicationId, now }: Pick<World, 'applicationId' | 'now'>,
  user: WorldUser,
): JsonRecord {
  return {
    version: 1,
    application_id: applicationId,
    type: 1,
    event: {
      type: DEAUTHORIZED,
      timestamp: new Date(now()).toISOString().replace('Z', '000'),
      data: { user: userObject(user) },
    },
  };
}
