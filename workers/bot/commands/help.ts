import { container, separator, textBlock } from '../discord/layout.ts';
import { isModerator, isServerModerator } from '../discord/permissions.ts';
import { ephemeralLayout, type InteractionCallback, writtenOnce } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
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

type Tour = Parameters<Texts['help']['tour']>[0];

/** A few a language: what differs from person to person is where they are and whether they moderate. */
const tours = new WeakMap<Texts, Map<string, InteractionCallback>>();

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
  return tourOf(texts, { callsPerMin: userCallsPerMin, server });
}

function tourOf(texts: Texts, tour: Tour): InteractionCallback {
  const { callsPerMin, server } = tour;
  const key = [callsPerMin, server?.callsPerMin, server?.mayMute, server?.mayModerate].join();
  const ofLanguage = tours.get(texts) ?? new Map<string, InteractionCallback>();
  tours.set(texts, ofLanguage);
  const answer = ofLanguage.get(key) ?? writtenOnce(composeTour(texts, tour));
  ofLanguage.set(key, answer);
  return answer;
}

function composeTour(texts: Texts, tour: Tour): InteractionCallback {
  const blocks = texts.help.tour(tour).map(textBlock);
  return ephemeralLayout(
    container(...blocks, separator(), textBlock(texts.help.tryOne), ...exampleButtons(texts)),
  );
}
