import type { Context } from 'hono';
import type { WorldChannel } from '../protocol.ts';
import { appPermissions, PERMISSION } from '../rules/permissions.ts';
import type { World } from '../world/world.ts';
import type { RestEnv } from './deps.ts';
import { refuse } from './errors.ts';

/** The channel in the path that the bot may see, or the refusal. */
export function findChannel(c: Context<RestEnv>, world: World): WorldChannel | Response {
  const channel = world.channel(c.req.param('channel'));
  if (channel === undefined) return refuse(c, 'unknownChannel');
  const permissions = appPermissions(world.applicationId, channel);
  return (permissions & PERMISSION.viewChannel) === 0n ? refuse(c, 'missingAccess') : channel;
}
