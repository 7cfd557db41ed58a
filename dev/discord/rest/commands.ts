/** Registration of commands. Source: https://discord.com/developers/docs/interactions/application-commands#endpoints */
import { type Context, Hono } from 'hono';
import type { RegisteredCommand } from '../protocol.ts';
import {
  type CommandDraft,
  type CommandsRefusal,
  isSameCommand,
  parseCommands,
  parseNewCommand,
  removesEntryPoint,
} from '../rules/commands.ts';
import type { RestDeps, RestEnv } from './deps.ts';
import { refuse } from './errors.ts';
import { readRequestJson } from './request-body.ts';

/** Mounted under `/applications`; the caller's authorization has been checked. */
export function createCommandRoutes(deps: RestDeps): Hono<RestEnv> {
  const { world } = deps;
  const app = new Hono<RestEnv>();

  /** The guild in the path, null for global commands, or the refusal. */
  function scope(c: Context<RestEnv>): { guildId: string | null } | Response {
    if (c.req.param('application') !== world.applicationId) return refuse(c, 'unknownApplication');
    const guildId = c.req.param('guild') ?? null;
    if (guildId !== null && world.guild(guildId) === undefined) return refuse(c, 'missingAccess');
    return { guildId };
  }

  const commandsOf = (guildId: string | null) =>
    world.commands().filter((command) => (command.guild_id ?? null) === guildId);

  function list(c: Context<RestEnv>): Response {
    const place = scope(c);
    if (place instanceof Response) return place;
    const localized = c.req.query('with_localizations') === 'true';
    return c.json(
      commandsOf(place.guildId).map((command) => commandObject(command, world.applicationId, localized)),
    );
  }

  /** A command keeps its id when one of its name and type was there before. */
  function register(
    draft: CommandDraft,
    before: readonly RegisteredCommand[],
    guildId: string | null,
  ): RegisteredCommand {
    return {
      ...draft,
      id: before.find((known) => isSameCommand(known, draft))?.id ?? world.nextId(),
      ...(guildId === null ? {} : { guild_id: guildId }),
    };
  }

  async function overwrite(c: Context<RestEnv>): Promise<Response> {
    const place = scope(c);
    if (place instanceof Response) return place;
    const body = await readRequestJson(c);
    if (body instanceof Response) return body;
    const verdict = parseCommands(body.json);
    if (!verdict.ok) return refuseCommands(c, verdict);
    const before = commandsOf(place.guildId);
    if (removesEntryPoint(before, verdict.commands)) return refuse(c, 'entryPointRemoved');
    const commands = verdict.commands.map((draft) => register(draft, before, place.guildId));
    world.setCommands(place.guildId, commands);
    return c.json(commands.map((command) => commandObject(command, world.applicationId, true)));
  }

  async function create(c: Context<RestEnv>): Promise<Response> {
    const place = scope(c);
    if (place instanceof Response) return place;
    const body = await readRequestJson(c);
    if (body instanceof Response) return body;
    const before = commandsOf(place.guildId);
    const verdict = parseNewCommand(body.json, before);
    if (!verdict.ok) return refuseCommands(c, verdict);
    const command = register(verdict.command, before, place.guildId);
    const others = before.filter(({ id }) => id !== command.id);
    world.setCommands(place.guildId, [...others, command]);
    return c.json(
      commandObject(command, world.applicationId, true),
      others.length < before.length ? 200 : 201,
    );
  }

  for (const path of ['/:application/commands', '/:application/guilds/:guild/commands']) {
    app.get(path, list);
    app.post(path, create);
    app.put(path, overwrite);
    app.all(path, (c) => refuse(c, 'methodNotAllowed'));
  }
  return app;
}

function refuseCommands(c: Context, verdict: CommandsRefusal): Response {
  return verdict.kind === 'form' ? refuse(c, 'invalidForm', verdict.errors) : refuse(c, 'tooManyCommands');
}

function commandObject(command: RegisteredCommand, applicationId: string, localized: boolean): object {
  const { name_localizations: names, description_localizations: descriptions, ...rest } = command;
  return {
    application_id: applicationId,
    version: command.id,
    nsfw: false,
    integration_types: [0],
    ...rest,
    ...(localized
      ? { name_localizations: names ?? null, description_localizations: descriptions ?? null }
      : {}),
  };
}
