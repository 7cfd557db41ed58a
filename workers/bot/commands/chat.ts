import type { APIInteractionResponse } from 'discord-api-types/v10';
import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import { deferred, ephemeral } from '../discord/respond.ts';
import { routeIntent } from '../intent/route.ts';
import { describeFailure } from '../locale/failure.ts';
import { beginDelivery } from './begin-delivery.ts';
import { type Command, type CommandContext, EVERYWHERE, refuseMissing } from './command.ts';
import { answerHelp } from './help.ts';
import { answerMute } from './mute.ts';
import { cleanPrompt } from './prompt.ts';
import { answerReset } from './reset.ts';
import { answerStatus } from './status.ts';

const STRING = 3;

const PROMPT = {
  type: STRING,
  name: 'prompt',
  name_localizations: { ko: '질문' },
  description: 'What you want to ask or say',
  description_localizations: { ko: '묻고 싶은 것, 하고 싶은 말' },
  required: true,
  min_length: 1,
  max_length: MAX_PROMPT_CHARS,
} as const;

export const chat: Command = {
  definition: {
    name: 'chat',
    name_localizations: { ko: '채팅' },
    description: 'Ask Libra anything',
    description_localizations: { ko: '리브라에게 무엇이든 물어보세요' },
    options: [PROMPT],
    ...EVERYWHERE,
  },
  handle: answerChat,
};

/** What needs no model is answered at once; a question is handed over and answered by webhook. */
async function answerChat(context: CommandContext): Promise<APIInteractionResponse> {
  const { interaction, texts, services } = context;
  const given = interaction.options.get('prompt');
  if (typeof given !== 'string') return refuseMissing(context, PROMPT);
  const prompt = cleanPrompt(given);
  if (prompt === '') return ephemeral(describeFailure(texts, 'prompt_empty', undefined, services.now()));
  if (prompt.length > MAX_PROMPT_CHARS) {
    return ephemeral(describeFailure(texts, 'prompt_too_long', { limit: MAX_PROMPT_CHARS }, services.now()));
  }

  const intent = routeIntent(prompt);
  switch (intent.kind) {
    case 'help':
      return answerHelp(context);
    case 'reset':
      return answerReset(context);
    case 'status':
      return answerStatus(context);
    case 'mute':
    case 'unmute':
    case 'mute_refused':
      return answerMute(context, intent);
    case 'ask':
      return ask(context, prompt);
  }
}

/** Redis being out of reach does not silence Libra: the channel then counts as unmuted. */
async function ask(context: CommandContext, prompt: string): Promise<APIInteractionResponse> {
  const { interaction, texts, services } = context;
  const mute = await services.mutes.read(interaction.channelId);
  if (mute.kind === 'muted') return ephemeral(texts.stillMuted(Math.ceil(mute.untilMs / 1000)));
  return (await beginDelivery(context, interaction, { kind: 'answer', prompt }))
    ? deferred()
    : ephemeral(describeFailure(texts, 'internal', undefined, services.now()));
}
