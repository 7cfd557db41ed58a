/**
 * What the bot asks of a poll with its own token: who has voted for an answer, and to end the poll now.
 *
 * Source: https://discord.com/developers/docs/resources/poll
 */
import { type Context, Hono } from 'hono';
import type { PollView } from '../protocol.ts';
import { parseMessageQuery } from '../rules/message-query.ts';
import { isPollOver, votersOf } from '../rules/votes.ts';
import { messageObject, userObject } from '../world/discord-objects.ts';
import type { Message } from '../world/records.ts';
import type { RestDeps, RestEnv } from './deps.ts';
import { refuse } from './errors.ts';
import { findChannel } from './find-channel.ts';

const DEFAULT_VOTERS = 25;

/** Mounted under `/channels`; the caller's authorization has been checked. */
export function createPollRoutes({ world, links }: RestDeps): Hono<RestEnv> {
  const app = new Hono<RestEnv>();

  function findPoll(c: Context<RestEnv>): { message: Message; poll: PollView } | Response {
    const channel = findChannel(c, world);
    if (channel instanceof Response) return channel;
    const message = world.message(c.req.param('message') ?? '');
    if (message?.channelId !== channel.id || message.ephemeral) return refuse(c, 'unknownMessage');
    const { poll } = message;
    return poll === undefined ? refuse(c, 'noPoll') : { message, poll };
  }

  app.get('/:channel/polls/:message/answers/:answer', (c) => {
    const found = findPoll(c);
    if (found instanceof Response) return found;
    const verdict = parseMessageQuery(c.req.query(), DEFAULT_VOTERS);
    if (!verdict.ok) return refuse(c, 'invalidForm', verdict.errors);
    const { after, limit } = verdict.query;
    const voters = votersOf(found.poll, Number(c.req.param('answer')))
      .filter((id) => after === undefined || BigInt(id) > BigInt(after))
      .slice(0, limit);
    return c.json({ users: voters.flatMap((id) => world.user(id) ?? []).map(userObject) });
  });

  app.post('/:channel/polls/:message/expire', (c) => {
    const found = findPoll(c);
    if (found instanceof Response) return found;
    if (isPollOver(found.poll, world.now())) return refuse(c, 'pollOver');
    const message = { ...found.message, poll: { ...found.poll, endsAt: world.now() } };
    world.putMessage(message);
    return c.json(messageObject(world, message, links));
  });
  return app;
}
