/** POST /interactions: received (receive.ts) → parse → command or button → the answer in the response itself. */
import type { Caller } from '../../shared/contract/caller.ts';
import type { SecuredResponse } from '../../shared/http/security-headers.ts';
import { errorName } from '../../shared/observe/log.ts';
import { answerPress } from './buttons/press.ts';
import type { CompletionContext } from './commands/command.ts';
import { findCommand, findMessageCommand } from './commands/table.ts';
import { type Interaction, type InteractionBase, parseInteraction } from './discord/parse.ts';
import { mayReadHistory } from './discord/permissions.ts';
import { type Choice, choices, type InteractionCallback, pong, toResponse } from './discord/respond.ts';
import { snowflakeTimeMs } from './discord/snowflake.ts';
import { TOKEN_LIFE_MS } from './discord/token-life.ts';
import { textsFor } from './locale/choose.ts';
import { refuse, refuseFailure } from './message/refusal.ts';
import { answerModal } from './modals/submit.ts';
import { type ReceiveDeps, receiveFromDiscord } from './receive.ts';
import type { Services } from './services.ts';

/** 100,000 characters of escaped Hangul (`\uXXXX`) still fit, and so get a friendly answer instead of a 413. */
const MAX_INTERACTION_BYTES = 1_048_576;
/** Discord waits for its answer for three seconds from when it begins to send. */
const INTERACTION_LIMITS = { maxBytes: MAX_INTERACTION_BYTES, deadlineMs: 2_000 };

export interface InteractionDeps extends ReceiveDeps {
  services: Services;
  /** A stable stand-in for a user's id, for the log. */
  pseudonym(userId: string): Promise<string>;
}

export async function handleInteraction(request: Request, deps: InteractionDeps): Promise<SecuredResponse> {
  const { log, now } = deps.services;
  const startedAtMs = now();
  const expected = { limits: INTERACTION_LIMITS, refusedEvent: 'interaction.refused' };
  const received = await receiveFromDiscord(request, expected, deps, { log, nowMs: startedAtMs });
  if (!received.ok) return received.response;
  const parsed = parseInteraction(received.text);
  if (!parsed.ok) return received.refuse('invalid_request', parsed.problem);

  const { interaction } = parsed;
  if (interaction.kind !== 'ping' && isExpired(interaction, now())) {
    return received.refuse('unauthorized', 'interaction_expired');
  }
  const answer = await answerInteraction(interaction, deps.services);
  log.info('interaction.answered', {
    ...(await describe(interaction, deps)),
    callbackType: answer.type,
    durationMs: now() - startedAtMs,
  });
  return toResponse(answer);
}

/**
 * Its token is dead: Discord no longer waits for an answer, and an interaction that was carried out is remembered only for as
 * long.
 */
function isExpired({ id }: InteractionBase, nowMs: number): boolean {
  return nowMs - snowflakeTimeMs(id) >= TOKEN_LIFE_MS;
}

async function answerInteraction(interaction: Interaction, services: Services): Promise<InteractionCallback> {
  if (interaction.kind === 'ping') return pong();

  const texts = textsFor(interaction.locale);
  const context = { caller: toCaller(interaction), texts, services };
  try {
    // Not counted by the limit: a person who types asks with every letter, and changes nothing.
    if (interaction.kind === 'autocomplete') return choices(await complete({ ...context, interaction }));
    if (!(await services.isWithinPublicLimit(interaction.userId))) {
      const failure = { code: 'rate_limited', evidence: { retry_after_sec: 60 } } as const;
      return refuseFailure(texts, failure, services.now());
    }
    switch (interaction.kind) {
      case 'command': {
        const command = findCommand(interaction.name);
        if (command !== undefined) return await command.handle({ ...context, interaction });
        return refuse(texts, 'unknown_command');
      }
      case 'message_command': {
        const command = findMessageCommand(interaction.name);
        if (command !== undefined) return await command.handle({ ...context, interaction });
        return refuse(texts, 'unknown_interaction');
      }
      case 'modal':
        return await answerModal({ ...context, interaction });
      case 'component':
        return await answerPress({ ...context, interaction });
      case 'unknown':
        return refuse(texts, 'unknown_interaction');
    }
  } catch (error) {
    // A bug, but the person is not left with "The application did not respond".
    services.log.error('interaction.crashed', { kind: interaction.kind, error: errorName(error) });
    if (interaction.kind === 'autocomplete') return choices([]);
    return refuseFailure(texts, { code: 'internal' }, services.now());
  }
}

async function complete(context: CompletionContext): Promise<Choice[]> {
  const { name, focused, options } = context.interaction;
  const at = { option: focused, typed: String(options.get(focused) ?? '') };
  return (await findCommand(name)?.complete?.(context, at)) ?? [];
}

function toCaller(interaction: InteractionBase): Caller {
  const { userId, guildId, channelId, parentId, isAgeRestricted, isBotDm, displayName, locale } = interaction;
  return {
    user_id: userId,
    guild_id: guildId,
    channel_id: channelId,
    ...(parentId === null ? {} : { parent_id: parentId }),
    ...(isAgeRestricted ? { age_restricted: true } : {}),
    ...(mayReadHistory(interaction) ? { history_channel_id: channelId } : {}),
    ...(isBotDm && guildId === null ? { direct: true as const } : {}),
    ...(displayName === null ? {} : { display_name: displayName }),
    locale,
  };
}

async function describe(interaction: Interaction, deps: InteractionDeps) {
  const { kind } = interaction;
  if (kind === 'ping') return { kind };
  return {
    kind,
    interactionId: interaction.id,
    command: 'name' in interaction ? interaction.name : undefined,
    locale: interaction.locale,
    inGuild: interaction.guildId !== null,
    user: await deps.pseudonym(interaction.userId),
  };
}
