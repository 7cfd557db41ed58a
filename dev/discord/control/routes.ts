/** The page's and the tests' side of the stand-in; `protocol.ts` is its contract. Mounted under `/dev`. */
import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { parseJson } from '../../../shared/json.ts';
import type { AttachmentLinks } from '../attachment-links.ts';
import { readBytes } from '../bounded-body.ts';
import type { DiscordFaults } from '../discord-faults.ts';
import type { Invoker } from '../interactions/invoke.ts';
import { findPlace } from '../interactions/place.ts';
import type { InvokeCommand, PressComponent, WorldState } from '../protocol.ts';
import type { FaultSwitch } from '../rest/faults.ts';
import type {
  AutocompleteRequest,
  PostMessage,
  SubmitModal,
  UploadView,
  UseMenuCommand,
} from '../surfaces.ts';
import type { EventSender } from '../webhook-events/send.ts';
import type { AttachmentStore } from '../world/attachment-store.ts';
import { APPLICATION_NAME } from '../world/discord-objects.ts';
import { viewInteraction, viewMessage } from '../world/views.ts';
import type { World } from '../world/world.ts';
import { ATTACHMENT_SIZE_LIMIT, describeFile } from '../world/write-message.ts';
import {
  AUTOCOMPLETE,
  CAST_VOTE,
  CREATE_THREAD,
  DEAUTHORISE,
  FAULTS,
  INVOKE_COMMAND,
  locale,
  POST_MESSAGE,
  PRESS_COMPONENT,
  SET_OVERWRITES,
  SUBMIT_MODAL,
  USE_MENU_COMMAND,
} from './bodies.ts';
import { castPersonalVote } from './cast-vote.ts';
import type { EventStreams } from './events.ts';
import { postPersonal } from './post-personal.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface ControlDeps {
  world: World;
  invoker: Invoker;
  events: EventSender;
  faults: FaultSwitch;
  streams: EventStreams;
  store: AttachmentStore;
  links: AttachmentLinks;
}

export function createControlRoutes(deps: ControlDeps): Hono {
  const { world, invoker, events, faults, streams, store, links } = deps;
  const app = new Hono();

  app.get('/state', (c) =>
    c.json({
      application: {
        id: world.applicationId,
        name: APPLICATION_NAME,
        interactionsEndpointUrl: world.endpointUrl(),
      },
      users: [...world.users],
      guilds: [...world.guilds],
      channels: [...world.channels],
      roles: [...world.roles],
      commands: [...world.commands()],
    } satisfies WorldState),
  );

  app.get('/messages', (c) => {
    const { channelId = '', userId = '' } = c.req.query();
    if (world.channel(channelId) === undefined) return c.json({ error: 'There is no such channel' }, 404);
    if (world.user(userId) === undefined) return c.json({ error: 'There is no such user' }, 404);
    return c.json(world.messagesIn(channelId, userId).map((message) => viewMessage(message, links)));
  });

  app.get('/events', (c) => {
    const { userId = '' } = c.req.query();
    if (world.user(userId) === undefined) return c.json({ error: 'There is no such user' }, 404);
    return c.body(streams.open(userId), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
    });
  });

  app.post('/commands', async (c) => {
    const call = await readJson(c, INVOKE_COMMAND);
    if (call instanceof Response) return call;
    if (call.unchecked !== true && !locale.safeParse(call.locale).success) {
      return c.json({ error: 'locale: Must be ko or en-US' }, 400);
    }
    return answerOutcome(c, await invoker.useCommand(call as InvokeCommand));
  });
  app.post('/menu-commands', async (c) => {
    const call = await readJson(c, USE_MENU_COMMAND);
    if (call instanceof Response) return call;
    return answerOutcome(c, await invoker.useMenuCommand(call as UseMenuCommand));
  });
  app.post('/messages', async (c) => {
    const post = await readJson(c, POST_MESSAGE);
    if (post instanceof Response) return post;
    const place = findPlace(world, post);
    if (!place.ok) return c.json({ error: place.error }, 400);
    const posted = await postPersonal(post as PostMessage, place, { world, store });
    if (!posted.ok) return c.json({ error: posted.error }, 400);
    const { message } = posted;
    return c.json(viewMessage(message, links));
  });
  app.post('/components', async (c) => {
    const press = await readJson(c, PRESS_COMPONENT);
    if (press instanceof Response) return press;
    return answerOutcome(c, await invoker.pressComponent(press as PressComponent));
  });
  app.post('/votes', async (c) => {
    const vote = await readJson(c, CAST_VOTE);
    if (vote instanceof Response) return vote;
    const cast = castPersonalVote(vote, world);
    return cast.ok ? c.json(viewMessage(cast.message, links)) : c.json({ error: cast.error }, 400);
  });

  app.post('/autocomplete', async (c) => {
    const request = await readJson(c, AUTOCOMPLETE);
    if (request instanceof Response) return request;
    return answerOutcome(c, await invoker.autocomplete(request as AutocompleteRequest));
  });
  app.post('/modals', async (c) => {
    const submission = await readJson(c, SUBMIT_MODAL);
    if (submission instanceof Response) return submission;
    return answerOutcome(c, await invoker.submitModal(submission as SubmitModal));
  });
  app.post('/uploads', async (c) => {
    const { userId = '', filename = '' } = c.req.query();
    if (world.user(userId) === undefined) return c.json({ error: 'userId: There is no such user' }, 400);
    if (filename === '' || filename.length > 260) return c.json({ error: 'filename: Is missing' }, 400);
    const bytes = await readBytes(c, ATTACHMENT_SIZE_LIMIT);
    if (bytes === null) return c.json({ error: 'file: Is larger than 10 MB' }, 413);
    const file = describeFile(world.nextId(), filename, c.req.header('content-type') ?? '', bytes);
    await store.put(file.id, bytes);
    await store.remove(world.addUpload({ ...file, userId }));
    return c.json({ ...file, url: links.ofUpload(file) } satisfies UploadView);
  });

  app.post('/deauthorise', async (c) => {
    const request = await readJson(c, DEAUTHORISE);
    if (request instanceof Response) return request;
    const result = await events.deauthorise(request.userId);
    return result === null ? c.json({ error: 'userId: There is no such user' }, 400) : c.json(result);
  });

  app.post('/threads', async (c) => {
    const request = await readJson(c, CREATE_THREAD);
    if (request instanceof Response) return request;
    const thread = world.addThread(request.channelId, request.name);
    return thread === null ? c.json({ error: 'channelId: Has no threads' }, 400) : c.json(thread);
  });

  app.post('/overwrites', async (c) => {
    const request = await readJson(c, SET_OVERWRITES);
    if (request instanceof Response) return request;
    const channel = world.setOverwrites(request.channelId, request.overwrites);
    return channel === undefined ? c.json({ error: 'channelId: Has no permissions' }, 400) : c.json(channel);
  });

  app.get('/interactions/:id', (c) => {
    const interaction = world.interaction(c.req.param('id'));
    if (interaction === undefined) return c.json({ error: 'There is no such interaction' }, 404);
    const messages = world.messagesOf(interaction.id);
    const source = world.message(interaction.originalId ?? '');
    if (source !== undefined && !messages.includes(source)) messages.unshift(source);
    return c.json(viewInteraction(interaction, messages, links));
  });
  app.post('/interactions/:id/redeliver', async (c) =>
    answerOutcome(c, await invoker.redeliver(c.req.param('id'))),
  );

  app.post('/faults', async (c) => {
    const next = await readJson(c, FAULTS);
    if (next instanceof Response) return next;
    faults.replace(next as DiscordFaults);
    return c.json({ ok: true });
  });
  app.post('/reset', async (c) => {
    world.reset();
    await store.sweep(world.fileIds());
    return c.json({ ok: true });
  });
  return app;
}

async function readJson<T>(c: Context, schema: z.ZodType<T>): Promise<T | Response> {
  const bytes = await readBytes(c, MAX_BODY_BYTES);
  if (bytes === null) return c.json({ error: 'body: Too large' }, 413);
  const parsed = schema.safeParse(parseJson(new TextDecoder().decode(bytes)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return c.json({ error: `${path === '' ? 'body' : path}: ${issue?.message ?? 'malformed'}` }, 400);
}

function answerOutcome(
  c: Context,
  outcome: { ok: true; result: object } | { ok: false; error: string },
): Response {
  return outcome.ok ? c.json(outcome.result) : c.json({ error: outcome.error }, 400);
}
