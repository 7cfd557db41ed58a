/** `/voice`: whether answers are spoken, and by whom. Each person's own; a server's voice is in `/settings`. */

import { carryOutOnce } from '../delivery/once.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import { permissionsOf } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseCall } from '../message/refusal.ts';
import { changeChoice } from '../personas/change-choice.ts';
import { matchingVoices, readVoice } from '../speech/voices.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';

const REPLY = {
  type: OPTION_TYPE.STRING,
  name: 'reply',
  name_localizations: { ko: '답변' },
  description: 'Whether my answers to you are spoken as well',
  description_localizations: { ko: '내 질문의 답변을 음성으로도 보낼지 정해요' },
  choices: [
    { name: 'on', name_localizations: { ko: '켜기' }, value: 'on' },
    { name: 'off', name_localizations: { ko: '끄기' }, value: 'off' },
  ],
};

const VOICE = {
  type: OPTION_TYPE.STRING,
  name: 'voice',
  name_localizations: { ko: '목소리' },
  description: 'The voice that speaks; default clears your choice',
  description_localizations: { ko: '읽어 줄 목소리예요. 기본을 고르면 되돌려요' },
  max_length: 64,
  autocomplete: true,
} as const;

export const voice: Command = {
  definition: {
    name: 'voice',
    name_localizations: { ko: '음성' },
    description: 'Have answers spoken, and choose the voice',
    description_localizations: { ko: '답변을 소리로 듣고, 목소리를 골라요' },
    options: [REPLY, VOICE],
    ...EVERYWHERE,
  },
  handle: answerVoice,
  complete: async ({ texts }, { typed }) => {
    const { none } = texts.voice.choice;
    const back = none.includes(typed.trim().toLowerCase()) ? [none] : [];
    return [...back, ...matchingVoices(typed)].map((name) => ({ name, value: name }));
  },
};

interface Wish {
  spokenReplies?: boolean | null;
  voice?: string | null;
}

async function answerVoice(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, texts } = context;
  const reply = interaction.options.get(REPLY.name);
  const typed = String(interaction.options.get(VOICE.name) ?? '').trim();
  const isNone = typed.toLowerCase() === texts.voice.choice.none;
  const named = typed === '' || isNone ? null : readVoice(typed);
  if (typed !== '' && !isNone && named === null) return refuse(texts, 'voice_unknown');
  const wish: Wish = {
    ...(reply === 'on' ? { spokenReplies: true } : reply === 'off' ? { spokenReplies: null } : {}),
    ...(typed === '' ? {} : { voice: named }),
  };
  return Object.keys(wish).length === 0 ? show(context) : change(context, wish);
}

async function show({ interaction, caller, texts, services }: CommandContext): Promise<InteractionCallback> {
  const view = await services.bff.choices.read(caller, { permissions: permissionsOf(interaction) });
  if (!view.ok) {
    services.log.warn('voice.failed', { action: 'show', code: view.failure.code });
    return refuse(texts, 'choice_unavailable');
  }
  const { spokenReplies, voice: chosen } = view.value.effective;
  return ephemeral(texts.voice.choice.shown(spokenReplies, chosen));
}

async function change(context: CommandContext, wish: Wish): Promise<InteractionCallback> {
  const { texts, services } = context;
  const unavailable = () => refuse(texts, 'choice_unavailable');
  return carryOutOnce(context, unavailable, async () => {
    const reply = await changeChoice(context, { scope: 'person' }, wish);
    if (reply.ok) {
      const { spokenReplies, voice: chosen } = reply.value.effective;
      return ephemeral(texts.voice.choice.changed(spokenReplies, chosen));
    }
    services.log.warn('voice.failed', { action: 'change', code: reply.failure.code });
    return refuseCall(texts, reply.failure, 'choice_unavailable', services.now());
  });
}
