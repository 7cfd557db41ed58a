/**
 * What the bot does in a channel with its own token: it starts threads, renames them, writes in them, and reads what is there.
 *
 * Source: https://discord.com/developers/docs/resources/channel#start-thread-from-message
 */
import { type Context, Hono } from 'hono';
import { isRecord } from '../../../shared/json.ts';
import type { DiscordFaults } from '../discord-faults.ts';
import type { WorldChannel } from '../protocol.ts';
import { parseMessageQuery, selectMessages, withoutContent } from '../rules/message-query.ts';
import { parseMessage } from '../rules/messages.ts';
import { appPermissions, PERMISSION } from '../rules/permissions.ts';
import { parseThread, parseThreadName, THREAD_TYPE } from '../rules/threads.ts';
import { appChannelObject, messageObject } from '../world/discord-objects.ts';
import type { Message } from '../world/records.ts';
import { appMessage, findWriteRefusal, writeMessage } from '../world/write-message.ts';
import type { RestDeps, RestEnv } from './deps.ts';
import { refuse } from './errors.ts';
import { findChannel } from './find-channel.ts';
import { createNonces } from './nonces.ts';
import { createRateLimiter, READ_LIMIT, rateLimitHeaders } from './rate-limit.ts';
import { refuseWrite } from './refuse-write.ts';
import { readRequestForm, readRequestJson } from './request-body.ts';

function answerStruck(c: Context<RestEnv>, strike: DiscordFaults['failPosts']): Response {
  const { status = 500, code = 0, retryAfterSec } = strike ?? {};
  const retry = retryAfterSec === undefined ? {} : { retry_after: retryAfterSec };
  return c.json({ message: 'refused', code, ...retry }, status as 500);
}

/** Mounted under `/channels`; the caller's authorization has been checked. */
export function createChannelRoutes(deps: RestDeps): Hono<RestEnv> {
  const { world, store, links, faults } = deps;
  const app = new Hono<RestEnv>();
  const nonces = createNonces(world.now);
  const limiter = createRateLimiter(READ_LIMIT, () => world.now());

  async function startThread(c: Context<RestEnv>, of: 'message' | 'channel'): Promise<Response> {
    const channel = findChannel(c, world);
    if (channel instanceof Response) return channel;
    const messageId = of === 'message' ? (c.req.param('message') ?? '') : null;
    const message = messageId === null ? undefined : world.message(messageId);
    // An ephemeral message exists for nobody but its reader.
    if (messageId !== null && (message?.channelId !== channel.id || message.ephemeral)) {
      return refuse(c, 'unknownMessage');
    }
    const body = await readRequestJson(c);
    if (body instanceof Response) return body;
    if (!isRecord(body.json)) return refuse(c, 'invalidJson');
    const verdict = parseThread(body.json, of);
    if (!verdict.ok) return refuse(c, 'invalidForm', verdict.errors);
    if (channel.guildId === null || channel.parentId !== undefined) return refuse(c, 'wrongChannelType');
    const { name, type } = verdict.thread;
    const strike = faults.strikeThread();
    const struck = () =>
      c.json({ message: 'refused', code: strike?.code ?? 0 }, (strike?.status ?? 500) as 500);
    if (strike !== null && strike?.isCarriedOut !== true) return struck();
    const needed =
      type === THREAD_TYPE.private ? PERMISSION.createPrivateThreads : PERMISSION.createPublicThreads;
    if ((appPermissions(world.applicationId, channel) & needed) === 0n)
      return refuse(c, 'missingPermissions');
    if (type === THREAD_TYPE.announcement) return refuse(c, 'wrongChannelType');
    if (faults.blocks(name)) return refuse(c, 'titleAutoModeration');
    if (messageId !== null && world.channel(messageId) !== undefined) return refuse(c, 'threadExists');
    const thread = world.addThread(channel.id, name, {
      type,
      ...(messageId === null ? {} : { id: messageId }),
    });
    if (strike !== null) return struck();
    return thread === null ? refuse(c, 'wrongChannelType') : c.json(appChannelObject(world, thread), 201);
  }

  app.get('/:channel', (c) => {
    const channel = findChannel(c, world);
    return channel instanceof Response ? channel : c.json(appChannelObject(world, channel));
  });
  // Of a thread, who has opened it may change the name; that of a channel is never changed here.
  app.patch('/:channel', async (c) => {
    const channel = findChannel(c, world);
    if (channel instanceof Response) return channel;
    const body = await readRequestJson(c);
    if (body instanceof Response) return body;
    if (!isRecord(body.json)) return refuse(c, 'invalidJson');
    const verdict = parseThreadName(body.json);
    if (!verdict.ok) return refuse(c, 'invalidForm', verdict.errors);
    if (channel.parentId === undefined) return refuse(c, 'missingPermissions');
    if (faults.blocks(verdict.name)) return refuse(c, 'titleAutoModeration');
    const renamed = world.renameThread(channel.id, verdict.name);
    return renamed === undefined ? refuse(c, 'unknownChannel') : c.json(appChannelObject(world, renamed));
  });
  app.post('/:channel/threads', (c) => startThread(c, 'channel'));
  app.post('/:channel/messages/:message/threads', (c) => startThread(c, 'message'));

  /** Ephemeral messages exist for nobody but their reader: no bot gets them from here. */
  function listed(channel: WorldChannel): Message[] {
    return world.messagesIn(channel.id, channel.recipientId ?? '').filter(({ ephemeral }) => !ephemeral);
  }

  app.get('/:channel/messages', (c) => {
    const channel = findChannel(c, world);
    if (channel instanceof Response) return channel;
    const limit = limiter.take(channel.id);
    for (const [name, value] of Object.entries(rateLimitHeaders(limit))) c.header(name, value);
    if (!limit.allowed) {
      const retryAfterSec = limit.resetAfterMs / 1000;
      return c.json(
        { message: 'You are being rate limited.', retry_after: retryAfterSec, global: false },
        429,
      );
    }
    const verdict = parseMessageQuery(c.req.query());
    if (!verdict.ok) return refuse(c, 'invalidForm', verdict.errors);
    // Who may see the channel and not its history gets an empty list, not a refusal.
    const mayRead = (appPermissions(world.applicationId, channel) & PERMISSION.readMessageHistory) !== 0n;
    const messages = mayRead ? selectMessages(listed(channel), verdict.query) : [];
    return c.json(
      messages.map((message) => {
        const object = messageObject(world, message, links);
        return faults.withoutMessageContent && isOthers(message, channel) ? withoutContent(object) : object;
      }),
    );
  });

  /** In direct messages, and where the app is mentioned, it gets the content all the same. */
  function isOthers(message: Message, channel: WorldChannel): boolean {
    const isMentioned = message.content.includes(`<@${world.applicationId}>`);
    return message.authorId !== undefined && channel.guildId !== null && !isMentioned;
  }

  app.post('/:channel/messages', async (c) => {
    const channel = findChannel(c, world);
    if (channel instanceof Response) return channel;
    const needed =
      channel.parentId === undefined ? PERMISSION.sendMessages : PERMISSION.sendMessagesInThreads;
    if ((appPermissions(world.applicationId, channel) & needed) === 0n)
      return refuse(c, 'missingPermissions');
    const form = await readRequestForm(c);
    if (form instanceof Response) return form;
    const verdict = parseMessage(
      form.json,
      form.files.map((file) => file.index),
      'post',
    );
    if (!verdict.ok) return refuse(c, 'invalidForm', verdict.errors);
    const nonceFault = nonces.fault(form.json);
    if (nonceFault !== null) return refuse(c, 'invalidForm', nonceFault);
    const refusal = findWriteRefusal(verdict.draft, form.files, null);
    if (refusal !== null) return refuseWrite(c, refusal);
    const strike = faults.strikePost();
    if (strike !== null && strike?.isCarriedOut !== true) return answerStruck(c, strike);
    if (faults.blocks(verdict.draft.content ?? '')) return refuse(c, 'autoModeration');
    const repeated = nonces.find(form.json);
    const message =
      repeated ?? (await writeMessage(world, store, appMessage(world, channel), verdict.draft, form.files));
    nonces.note(form.json, message);
    return strike === null ? c.json(messageObject(world, message, links)) : answerStruck(c, strike);
  });
  return app;
}

/** `POST /users/@me/channels`: the channel of direct messages with a person, which there always is. */
export async function openDirectMessages(c: Context<RestEnv>, { world }: RestDeps): Promise<Response> {
  const body = await readRequestJson(c);
  if (body instanceof Response) return body;
  const { recipient_id: recipientId } = isRecord(body.json) ? body.json : {};
  const channel = world.channels.find(
    (each) => each.recipientId !== undefined && each.recipientId === recipientId,
  );
  return channel === undefined ? refuse(c, 'unknownChannel') : c.json(appChannelObject(world, channel));
}
