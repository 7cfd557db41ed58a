import { OPTION_TYPE } from '../discord/option-type.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseMissing } from '../message/refusal.ts';
import { completePersona } from '../personas/complete.ts';
import { openPersonaForm } from '../personas/open-form.ts';
import { removeOwnPersona } from '../personas/remove.ts';
import { listAll, showOne } from '../personas/show.ts';
import { usePersona } from '../personas/use.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';

const NAME = {
  type: OPTION_TYPE.STRING,
  name: 'name',
  name_localizations: { ko: '이름' },
  description: 'The name of the persona',
  description_localizations: { ko: '페르소나의 이름' },
  required: true,
  min_length: 1,
  max_length: 32,
} as const;

const KNOWN_NAME = { ...NAME, autocomplete: true } as const;

const WHERE = {
  type: OPTION_TYPE.STRING,
  name: 'where',
  name_localizations: { ko: '어디' },
  description: 'For you alone (the default), or for everybody in this channel',
  description_localizations: { ko: '나에게만(기본) 또는 이 채널 모두에게' },
  choices: [
    { name: 'me', name_localizations: { ko: '나' }, value: 'me' },
    { name: 'channel', name_localizations: { ko: '채널' }, value: 'channel' },
  ],
};

export const persona: Command = {
  definition: {
    name: 'persona',
    name_localizations: { ko: '페르소나' },
    description: 'Choose how Libra answers: a tutor, a translator, a rubber duck, or your own',
    description_localizations: {
      ko: '리브라가 어떻게 답할지 골라요: 과외 선생님, 번역가, 러버덕, 직접 만든 것',
    },
    options: [
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'use',
        name_localizations: { ko: '쓰기' },
        description: 'Choose a persona',
        description_localizations: { ko: '페르소나를 골라요' },
        options: [KNOWN_NAME, WHERE],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'list',
        name_localizations: { ko: '목록' },
        description: 'See which personas there are',
        description_localizations: { ko: '어떤 페르소나가 있는지 봐요' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'show',
        name_localizations: { ko: '보기' },
        description: 'See what a persona is told',
        description_localizations: { ko: '페르소나가 어떤 지시를 받는지 봐요' },
        options: [KNOWN_NAME],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'add',
        name_localizations: { ko: '추가' },
        description: 'Make a persona for this server (Manage Server)',
        description_localizations: { ko: '이 서버의 페르소나를 만들어요 (서버 관리하기 권한)' },
        options: [NAME],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'edit',
        name_localizations: { ko: '수정' },
        description: 'Change a persona of this server (Manage Server)',
        description_localizations: { ko: '이 서버의 페르소나를 고쳐요 (서버 관리하기 권한)' },
        options: [KNOWN_NAME],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'remove',
        name_localizations: { ko: '삭제' },
        description: 'Remove a persona of this server (Manage Server)',
        description_localizations: { ko: '이 서버의 페르소나를 지워요 (서버 관리하기 권한)' },
        options: [KNOWN_NAME],
      },
    ],
    ...EVERYWHERE,
  },
  handle: answerPersona,
  complete: async (context, { option, typed }) =>
    option === NAME.name ? completePersona(context, typed) : [],
};

async function answerPersona(context: CommandContext): Promise<InteractionCallback> {
  const { subcommand, options } = context.interaction;
  if (subcommand === 'list') return listAll(context);
  const name = String(options.get(NAME.name) ?? '').trim();
  if (name === '') return refuseMissing(context.texts, context.caller.locale, NAME);
  switch (subcommand) {
    case 'use':
      return usePersona(context, name, options.get(WHERE.name) === 'channel' ? 'channel' : 'me');
    case 'show':
      return showOne(context, name);
    case 'add':
    case 'edit':
      return openPersonaForm(context, subcommand, name);
    case 'remove':
      return removeOwnPersona(context, name);
    default:
      return refuse(context.texts, 'unknown_command');
  }
}
