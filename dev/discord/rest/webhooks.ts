/**
 * The webhook that an interaction's token opens: its original response and its follow-ups.
 *
 * Source: https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints
 */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { FLAG, type MessageDraft, parseMessage } from '../rules/messages.ts';
import { messageObject } from '../world/discord-objects.ts';
import type { Interaction, Message } from '../world/records.ts';
import { blankMessage, findWriteRefusal, type UploadedFile, writeMessage } from '../world/write-message.ts';
import type { RestDeps, RestEnv } from './deps.ts';
import { refuse } from './errors.ts';
import {
  createRateLimiter,
  exhaustedVerdict,
  globalLimitHeaders,
  rateLimitHeaders,
  WEBHOOK_LIMIT,
} from './rate-limit.ts';
import { refuseWrite } from './refuse-write.ts';
import { readRequestForm } from './request-body.ts';

type Handler = (c: Context<RestEnv>, interaction: Interaction) => Response | Promise<Response>;

export function createWebhookRoutes(deps: RestDeps): Hono<RestEnv> {
  const { world, store, faults } = deps;
  const limiter = createRateLimiter(WEBHOOK_LIMIT, world.now);
  const app = new Hono<RestEnv>();

  /** Everything that stands between a request and its handler, in the order in which Discord asks. */
  function guarded(route: string, handler: Handler) {
    return async (c: Context<RestEnv>): Promise<Response> => {
      if (c.req.param('application') !== world.applicationId) return refuse(c, 'unknownWebhook');
      const interaction = world.interactionByToken(c.req.param('token') ?? '');
      if (interaction === undefined) return refuse(c, 'invalidWebhookToken');

      const atMs = world.now() - interaction.sentAt;
      const { response, carriedOut } = await answer(c, interaction, handler);
      if (faults.delayMs > 0) await deps.sleep(faults.delayMs);
      const cut = carriedOut && faults.cut(c.req.method);
      world.addRequest(interaction, {
        atMs,
        method: c.req.method,
        route: route.replace(':message', c.req.param('message') ?? ''),
        status: cut ? 0 : response.status,
      });
      if (!cut) return response;
      c.env.incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    };
  }

  async function answer(
    c: Context<RestEnv>,
    interaction: Interaction,
    handler: Handler,
  ): Promise<{ response: Response; carriedOut: boolean }> {
    const refused = (response: Response) => ({ response, carriedOut: false });
    const strike = faults.strike();
    if (strike?.kind === 'status') return refused(answerStatus(c, strike.status));
    if (strike?.bare === true) return refused(c.text('error code: 1015', 429));

    const key = `${world.applicationId}/${interaction.token}`;
    const limit =
      strike === null ? limiter.take(key) : exhaustedVerdict(key, strike.retryAfterSec * 1000, world.now());
    const isGlobal = strike?.global === true;
    const headers = isGlobal ? globalLimitHeaders(limit) : rateLimitHeaders(limit);
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    if (!limit.allowed) {
      const retryAfterSec = limit.resetAfterMs / 1000;
      const body = { message: 'You are being rate limited.', retry_after: retryAfterSec, global: isGlobal };
      return refused(c.json(body, 429));
    }
    if (world.now() - interaction.sentAt >= faults.tokenLifeMs)
      return refused(refuse(c, 'invalidWebhookToken'));
    if (interaction.acknowledgedAt === null || interaction.failure !== null) {
      return refused(refuse(c, 'unknownWebhook'));
    }
    if (world.now() - interaction.acknowledgedAt < faults.unknownWebhookMs) {
      return refused(refuse(c, 'unknownWebhook'));
    }
    return { response: await handler(c, interaction), carriedOut: true };
  }

  function findMessage(interaction: Interaction, id: string): Message | undefined {
    const message = world.message(id === '@original' ? (interaction.originalId ?? '') : id);
    if (message === undefined || message.state === 'failed') return undefined;
    const own = message.interactionId === interaction.id || message.id === interaction.originalId;
    return own ? message : undefined;
  }

  function withMessage(
    handler: (
      c: Context<RestEnv>,
      interaction: Interaction,
      message: Message,
    ) => Response | Promise<Response>,
  ): Handler {
    return (c, interaction) => {
      const id = c.req.param('message') ?? '';
      if (id !== '@original' && !/^\d{1,20}$/.test(id)) {
        const error = { code: 'NUMBER_TYPE_COERCE', message: `Value "${id}" is not snowflake.` };
        return refuse(c, 'invalidForm', { message_id: { _errors: [error] } });
      }
      const message = findMessage(interaction, id);
      return message === undefined ? refuse(c, 'unknownMessage') : handler(c, interaction, message);
    };
  }

  /** The request's draft, or the refusal. `before`: the message that it would change. */
  async function readDraft(
    c: Context<RestEnv>,
    before: Message | null,
    use: 'write' | 'edit',
  ): Promise<{ draft: MessageDraft; files: UploadedFile[] } | Response> {
    const form = await readRequestForm(c);
    if (form instanceof Response) return form;
    const { files } = form;
    const verdict = parseMessage(
      form.json,
      files.map((file) => file.index),
      use,
      before?.layout !== undefined,
    );
    if (!verdict.ok) return refuse(c, 'invalidForm', verdict.errors);
    const refusal = findWriteRefusal(verdict.draft, files, before);
    if (refusal !== null) return refuseWrite(c, refusal);
    if (faults.refusesVoice && ((verdict.draft.flags ?? 0) & FLAG.voiceMessage) !== 0) {
      return refuse(c, 'voiceHere');
    }
    if (faults.blocks(verdict.draft.content ?? '')) return refuse(c, 'autoModeration');
    return { draft: verdict.draft, files };
  }

  const show = (c: Context<RestEnv>, message: Message) => c.json(messageObject(world, message, deps.links));

  const followUp: Handler = async (c, interaction) => {
    // The first follow-up to a deferral fills its "thinking…" message, and is as private as that one.
    const deferred = world.message(interaction.originalId ?? '');
    const fills = deferred !== undefined && deferred.state === 'thinking' ? deferred : null;
    const read = await readDraft(c, fills, 'write');
    if (read instanceof Response) return read;
    const followUps = world.messagesOf(interaction.id).filter((message) => message.followUp).length;
    if (fills === null && followUps >= faults.maxFollowUps) return refuse(c, 'tooManyFollowUps');
    const ephemeral = ((read.draft.flags ?? 0) & FLAG.ephemeral) !== 0;
    const target = fills ?? blankMessage(world, interaction, { state: 'shown', ephemeral, followUp: true });
    const message = await writeMessage(world, store, target, read.draft, read.files);
    world.addRevision(interaction, fills === null ? 'follow-up' : 'edit', message);
    return show(c, message);
  };

  const edit = withMessage(async (c, interaction, before) => {
    const read = await readDraft(c, before, 'edit');
    if (read instanceof Response) return read;
    const message = await writeMessage(world, store, before, read.draft, read.files);
    world.addRevision(interaction, message.followUp ? 'follow-up-edit' : 'edit', message);
    return show(c, message);
  });

  const remove = withMessage((c, interaction, message) => {
    world.deleteMessage(message);
    world.addRevision(interaction, 'delete', { ...message, content: '' });
    return c.body(null, 204);
  });

  const one = '/:application/:token/messages/:message';
  app.post('/:application/:token', guarded('/', followUp));
  app.get(
    one,
    guarded(
      '/messages/:message',
      withMessage((c, _, message) => show(c, message)),
    ),
  );
  app.patch(one, guarded('/messages/:message', edit));
  app.delete(one, guarded('/messages/:message', remove));
  app.all(one, (c) => refuse(c, 'methodNotAllowed'));
  return app;
}

function answerStatus(c: Context<RestEnv>, status: number): Response {
  if (status === 401) return refuse(c, 'unauthorized');
  if (status === 404) return refuse(c, 'unknownWebhook');
  if (status < 500) return c.json({ message: `${status}: refused`, code: 0 }, status as 400);
  // What fails at Discord's edge is answered in HTML.
  return c.html('<html><head><title>Server Error</title></head><body></body></html>', status as 502);
}
