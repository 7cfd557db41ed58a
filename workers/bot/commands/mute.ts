import { OPTION_TYPE } from '../discord/option-type.ts';
import { isModerator } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback, message } from '../discord/respond.ts';
import { MAX_MUTE_SECONDS } from '../intent/duration.ts';
import { type MuteIntent, parseMute } from '../intent/intent.ts';
import { withCode } from '../locale/failure.ts';
import { refuse, refuseMissing } from '../message/refusal.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';

const DURATION = {
  type: OPTION_TYPE.STRING,
  name: 'duration',
  name_localizations: { ko: '시간' },
  description: '30s, 5 minutes, half an hour, or seconds',
  description_localizations: { ko: '30초, 5분, 1시간 반, 또는 초' },
  required: true,
  min_length: 1,
  max_length: 60,
} as const;

export const mute: Command = {
  definition: {
    name: 'mute',
    name_localizations: { ko: '조용히' },
    description: 'Keep Libra quiet in this channel for a while (0 wakes it up)',
    description_localizations: { ko: '이 채널에서 리브라를 잠시 조용히 시켜요 (0은 해제)' },
    options: [DURATION],
    ...EVERYWHERE,
  },
  handle: async (context) => {
    const duration = context.interaction.options.get('duration');
    if (duration === undefined) return refuseMissing(context.texts, context.caller.locale, DURATION);
    return answerMute(context, parseMute(String(duration)));
  },
};

const UNWRITTEN = { again: 'already_handled', failed: 'mute_unavailable' } as const;

/** Public when it succeeds: the channel sees why Libra does not answer, and who muted it. */
export async function answerMute(context: CommandContext, intent: MuteIntent): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  if (!isModerator(interaction)) return refuse(texts, 'mute_forbidden');
  switch (intent.kind) {
    case 'mute': {
      const untilMs = services.now() + intent.seconds * 1000;
      const write = await services.mutes.mute(interaction.id, interaction, untilMs);
      return write.kind === 'done'
        ? message(texts.muted(Math.ceil(untilMs / 1000)))
        : refuse(texts, UNWRITTEN[write.kind]);
    }
    case 'unmute': {
      const write = await services.mutes.unmute(interaction.id, interaction);
      if (write.kind !== 'done') return refuse(texts, UNWRITTEN[write.kind]);
      const { channelUntilMs } = write;
      return message(
        channelUntilMs === null
          ? texts.unmuted
          : texts.unmutedInMutedChannel(Math.ceil(channelUntilMs / 1000)),
      );
    }
    case 'mute_refused':
      return intent.reason === 'too_long'
        ? ephemeral(withCode(texts.problems.duration_too_long(MAX_MUTE_SECONDS / 3600), 'duration_too_long'))
        : refuse(texts, `duration_${intent.reason}`);
  }
}
