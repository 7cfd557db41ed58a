import { isModerator } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { exampleButtons } from '../message/buttons.ts';
import type { InteractionContext } from '../services.ts';
import { type Command, EVERYWHERE } from './command.ts';

export const help: Command = {
  definition: {
    name: 'help',
    name_localizations: { ko: '도움말' },
    description: 'What Libra can do',
    description_localizations: { ko: '리브라가 할 수 있는 일' },
    ...EVERYWHERE,
  },
  handle: async (context) => answerHelp(context),
};

export function answerHelp({ interaction, texts, services }: InteractionContext): InteractionCallback {
  const { userCallsPerMin, guildCallsPerMin } = services.costLimits;
  const server =
    interaction.guildId === null
      ? null
      : { callsPerMin: guildCallsPerMin, mayMute: isModerator(interaction) };
  return ephemeral(texts.help({ callsPerMin: userCallsPerMin, server }), exampleButtons(texts));
}
