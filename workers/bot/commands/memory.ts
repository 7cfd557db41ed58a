import { MAX_FACT_CHARS, type MemoryPlace } from '../../../shared/contract/memory.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { changeFact, chooseState, forgetNamed, listFacts, sendFacts } from '../memory/answer.ts';
import { ALL, completeFact } from '../memory/named-fact.ts';
import { agreeButton } from '../message/memory-page.ts';
import { refuse, refuseMissing } from '../message/refusal.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';

const WHERE = {
  type: OPTION_TYPE.STRING,
  name: 'where',
  name_localizations: { ko: '어디' },
  description: 'Here (the default), or everywhere',
  description_localizations: { ko: '여기(기본) 또는 어디서나' },
  choices: [
    { name: 'here', name_localizations: { ko: '여기' }, value: 'here' },
    { name: 'everywhere', name_localizations: { ko: '어디서나' }, value: 'everywhere' },
  ],
};

const FACT = {
  type: OPTION_TYPE.STRING,
  name: 'fact',
  name_localizations: { ko: '기억' },
  description: 'Which one',
  description_localizations: { ko: '어떤 것' },
  required: true,
  autocomplete: true,
  min_length: 1,
  max_length: MAX_FACT_CHARS,
} as const;

const TEXT = {
  type: OPTION_TYPE.STRING,
  name: 'text',
  name_localizations: { ko: '글' },
  description: 'What it is to say',
  description_localizations: { ko: '새로 적을 글' },
  min_length: 1,
  max_length: MAX_FACT_CHARS,
};

/** Everything here is for the caller's eyes alone. */
export const memory: Command = {
  definition: {
    name: 'memory',
    name_localizations: { ko: '기억수첩' },
    description: 'What I remember about you over conversations: only if you agree',
    description_localizations: { ko: '대화가 바뀌어도 나에 대해 기억하는 것: 동의할 때만 적어 둬요' },
    options: [
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'on',
        name_localizations: { ko: '켜기' },
        description: 'Agree that I remember what you tell me about yourself',
        description_localizations: { ko: '나에 대해 해 준 이야기를 기억하도록 동의해요' },
        options: [WHERE],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'off',
        name_localizations: { ko: '끄기' },
        description: 'Stop at once: nothing is learned or used any more',
        description_localizations: { ko: '바로 멈춰요: 더는 적지도 참고하지도 않아요' },
        options: [WHERE],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'pause',
        name_localizations: { ko: '쉬기' },
        description: 'Neither learn nor use anything in this conversation',
        description_localizations: { ko: '이 대화에서는 적지도 참고하지도 않아요' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'list',
        name_localizations: { ko: '목록' },
        description: 'See what I remember about you, and what it was before',
        description_localizations: { ko: '나에 대해 기억하는 것과 그 전의 내용을 봐요' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'forget',
        name_localizations: { ko: '잊기' },
        description: 'Have me forget something about you',
        description_localizations: { ko: '나에 대한 것을 잊게 해요' },
        options: [FACT],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'edit',
        name_localizations: { ko: '고치기' },
        description: 'Change what I remember, or where I use it',
        description_localizations: { ko: '기억하는 것이나 그것을 참고할 곳을 고쳐요' },
        options: [FACT, TEXT, WHERE],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'export',
        name_localizations: { ko: '내려받기' },
        description: 'Download what I remember about you',
        description_localizations: { ko: '나에 대해 기억하는 것을 파일로 받아요' },
      },
    ],
    ...EVERYWHERE,
  },
  handle: answerMemory,
  async complete(context, { option, typed }) {
    if (option !== FACT.name) return [];
    const offered = await completeFact(context, typed);
    const isForgotten = context.interaction.subcommand === 'forget' && offered.length > 0;
    return isForgotten ? [...offered, { name: context.texts.memory.forgetAll, value: ALL }] : offered;
  },
};

async function answerMemory(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, texts, caller } = context;
  const { options, subcommand } = interaction;
  const where: MemoryPlace = options.get(WHERE.name) === 'everywhere' ? 'everywhere' : 'here';
  const named = String(options.get(FACT.name) ?? '').trim();
  switch (subcommand) {
    case 'on':
      return switchOn(context, where);
    case 'off':
      return chooseState(context, { choice: 'off', where });
    case 'pause':
      return chooseState(context, { choice: 'pause', where: 'here' });
    case 'list':
      return listFacts(context);
    case 'export':
      return sendFacts(context);
    case 'forget':
      return named === '' ? refuseMissing(texts, caller.locale, FACT) : forgetNamed(context, named);
    case 'edit': {
      if (named === '') return refuseMissing(texts, caller.locale, FACT);
      const text = String(options.get(TEXT.name) ?? '').trim();
      return changeFact(context, named, {
        ...(text === '' ? {} : { text }),
        ...(options.has(WHERE.name) ? { where } : {}),
      });
    }
    default:
      return refuse(texts, 'unknown_command');
  }
}

/** Who pauses has agreed before. */
async function switchOn(context: CommandContext, where: MemoryPlace): Promise<InteractionCallback> {
  const reply = await context.services.bff.memory.show(context.caller);
  const hasAgreed = reply.ok && (where === 'here' || reply.value.where === 'everywhere');
  if (hasAgreed && reply.value.state === 'paused') return chooseState(context, { choice: 'on', where });
  return askConsent(context, where);
}

/** Nothing is kept before the button below the sentence is pressed. */
function askConsent({ caller, texts }: CommandContext, where: MemoryPlace): InteractionCallback {
  return ephemeral(texts.memory.consent(where), agreeButton(where, caller.user_id, texts.memory));
}
