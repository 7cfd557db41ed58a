/** For those who look after a server: what moderation has found in it, and who may not ask. Seen by the caller alone. */
import type { LoggedEvent } from '../../../shared/contract/moderation.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import { MANAGE_MESSAGES, mayModerate } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { isSnowflake } from '../discord/snowflake.ts';
import { MAX_MUTE_SECONDS, parseDuration } from '../intent/duration.ts';
import { withCode } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import { refuse, refuseMissing } from '../message/refusal.ts';
import type { BlockedPerson } from '../moderation/block-store.ts';
import type { Command, CommandContext } from './command.ts';

const USER = {
  type: OPTION_TYPE.USER,
  name: 'user',
  name_localizations: { ko: '누구' },
  description: 'Who it is about',
  description_localizations: { ko: '대상이 되는 사람' },
  required: true,
} as const;

const DURATION = {
  type: OPTION_TYPE.STRING,
  name: 'duration',
  name_localizations: { ko: '시간' },
  description: 'Up to a day, like 30 minutes; without it until you lift it',
  description_localizations: { ko: '하루까지, 30분처럼 적어요. 비우면 풀 때까지예요' },
  max_length: 60,
} as const;

const PAGE = {
  type: OPTION_TYPE.INTEGER,
  name: 'page',
  name_localizations: { ko: '쪽' },
  description: 'The newest are on page 1',
  description_localizations: { ko: '가장 새로운 것은 1쪽에 있어요' },
  min_value: 1,
  max_value: 1_000,
} as const;

export const moderation: Command = {
  definition: {
    name: 'moderation',
    name_localizations: { ko: '관리' },
    description: 'See what was blocked in this server, and block people from asking',
    description_localizations: { ko: '이 서버에서 막힌 것을 보고, 사람을 막거나 풀어요' },
    options: [
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'log',
        name_localizations: { ko: '기록' },
        description: 'What was blocked or noted here, without its text',
        description_localizations: { ko: '막히거나 기록된 것을 글 내용 없이 봐요' },
        options: [PAGE],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'block',
        name_localizations: { ko: '막기' },
        description: 'Stop somebody from asking Libra in this server',
        description_localizations: { ko: '이 서버에서 리브라에게 묻지 못하게 해요' },
        options: [USER, DURATION],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'unblock',
        name_localizations: { ko: '풀기' },
        description: 'Let somebody ask Libra again',
        description_localizations: { ko: '다시 물어볼 수 있게 해요' },
        options: [USER],
      },
    ],
    integration_types: [0],
    contexts: [0],
    // Who may time members out but not manage messages can be given the command in the server's settings.
    default_member_permissions: MANAGE_MESSAGES.toString(),
  },
  async handle(context) {
    const { interaction, texts } = context;
    if (!mayModerate(interaction)) return refuse(texts, 'moderation_forbidden');
    switch (interaction.subcommand) {
      case 'log':
        return showLog(context);
      case 'block':
        return block(context);
      case 'unblock':
        return unblock(context);
      default:
        return refuse(texts, 'unknown_command');
    }
  },
};

async function showLog({
  interaction,
  caller,
  texts,
  services,
}: CommandContext): Promise<InteractionCallback> {
  const given = interaction.options.get('page');
  const page = typeof given === 'number' && Number.isInteger(given) && given >= 1 ? given : 1;
  const reply = await services.bff.moderationLog(caller, page);
  if (!reply.ok) {
    services.log.warn('moderation.unreadable', { code: reply.failure.code });
    return refuse(texts, 'moderation_unreachable');
  }
  const { events, has_more: hasMore } = reply.value;
  return ephemeral(renderLog(texts, { events, hasMore, page, guildId: caller.guild_id ?? '@me' }));
}

/** Without texts: what was said is not stored. */
export function renderLog(
  { moderation: t }: Texts,
  {
    events,
    hasMore,
    page,
    guildId,
  }: { events: readonly LoggedEvent[]; hasMore: boolean; page: number; guildId: string },
): string {
  if (events.length === 0) return t.logEmpty(page);
  return [
    t.logHead(page, hasMore),
    ...events.map((event) => t.logLine(withFewer(event), linkTo(event, guildId))),
  ].join('\n');
}

/** A page fits one message. */
const MAX_CATEGORIES = 3;

function withFewer(event: LoggedEvent): LoggedEvent {
  return { ...event, categories: event.categories.slice(0, MAX_CATEGORIES) };
}

/** An interaction's id is a time as a message's is: Discord opens the channel there. */
function linkTo({ channel_id: channelId, interaction_id: id }: LoggedEvent, guildId: string): string {
  return id === null ? `<#${channelId}>` : `https://discord.com/channels/${guildId}/${channelId}/${id}`;
}

async function block({ interaction, caller, texts, services }: CommandContext): Promise<InteractionCallback> {
  const who = personOf(interaction);
  if (who === null) return refuseMissing(texts, caller.locale, USER);
  if (who.userId === caller.user_id) return refuse(texts, 'moderation_self');
  const given = interaction.options.get('duration');
  let untilMs: number | null = null;
  if (given !== undefined) {
    const duration = parseDuration(String(given));
    if (!duration.ok) {
      return duration.reason === 'too_long'
        ? ephemeral(withCode(texts.problems.duration_too_long(MAX_MUTE_SECONDS / 3600), 'duration_too_long'))
        : refuse(texts, 'duration_malformed');
    }
    untilMs = services.now() + duration.seconds * 1000;
  }
  const write = await services.blocks.block(interaction.id, who, untilMs);
  if (write.kind !== 'done') return refuse(texts, UNWRITTEN[write.kind]);
  services.log.info('moderation.user_blocked', { hasEnd: untilMs !== null });
  return ephemeral(
    texts.moderation.didBlock(who.userId, untilMs === null ? null : Math.ceil(untilMs / 1000)),
  );
}

async function unblock({
  interaction,
  caller,
  texts,
  services,
}: CommandContext): Promise<InteractionCallback> {
  const who = personOf(interaction);
  if (who === null) return refuseMissing(texts, caller.locale, USER);
  const write = await services.blocks.unblock(interaction.id, who);
  if (write.kind !== 'done') return refuse(texts, UNWRITTEN[write.kind]);
  services.log.info('moderation.user_unblocked', { wasBlocked: write.wasBlocked });
  return ephemeral(texts.moderation.didUnblock(who.userId, write.wasBlocked));
}

const UNWRITTEN = { again: 'already_handled', failed: 'moderation_unreachable' } as const;

/** In the server of the interaction, and nowhere else. */
function personOf({ options, guildId }: CommandContext['interaction']): BlockedPerson | null {
  const userId = options.get('user');
  return guildId !== null && isSnowflake(userId) ? { guildId, userId } : null;
}
