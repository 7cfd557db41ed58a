import { container, row, separator, textBlock } from '../discord/layout.ts';
import { isModerator, isServerModerator } from '../discord/permissions.ts';
import { ephemeralLayout, type InteractionCallback } from '../discord/respond.ts';
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
      : {
          callsPerMin: guildCallsPerMin,
          mayMute: isModerator(interaction),
          mayModerate: isServerModerator(interaction),
        };
  const blocks = texts.help.tour({ callsPerMin: userCallsPerMin, server }).map(textBlock);
  const examples = exampleButtons(texts).map(({ components }) => row(...components));
  return ephemeralLayout(container(...blocks, separator(), textBlock(texts.help.tryOne), ...examples));
}
