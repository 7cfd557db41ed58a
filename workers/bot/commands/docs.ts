import { DOCUMENT_SCOPES, type DocumentScope } from '../../../shared/contract/documents.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import { type InteractionCallback, modal } from '../discord/respond.ts';
import { beginReading, refuseScope, shortenName } from '../documents/begin.ts';
import { listAll, reindexOne, removeOne, showOne } from '../documents/manage.ts';
import { completeDocument } from '../documents/names.ts';
import { allowedScopes } from '../documents/permissions.ts';
import { refuse, refuseMissing } from '../message/refusal.ts';
import { createDocumentsModal } from '../modals/documents.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';

const NAME = {
  type: OPTION_TYPE.STRING,
  name: 'name',
  name_localizations: { ko: '이름' },
  description: 'The name of the document',
  description_localizations: { ko: '문서의 이름' },
  required: true,
  autocomplete: true,
  min_length: 1,
  max_length: 100,
} as const;

const URL_OPTION = {
  type: OPTION_TYPE.STRING,
  name: 'url',
  name_localizations: { ko: '주소' },
  description: 'A web page to add; without it a form for files opens',
  description_localizations: { ko: '추가할 웹 페이지의 주소. 적지 않으면 파일을 올리는 창이 열려요' },
  max_length: 2_048,
} as const;

const WHERE = {
  type: OPTION_TYPE.STRING,
  name: 'where',
  name_localizations: { ko: '어디' },
  description: 'Who may find it: this server, this channel, or only you',
  description_localizations: { ko: '누가 찾을 수 있는지: 이 서버, 이 채널, 나만' },
  choices: [
    { name: 'this server', name_localizations: { ko: '이 서버' }, value: 'server' },
    { name: 'this channel', name_localizations: { ko: '이 채널' }, value: 'channel' },
    { name: 'only me', name_localizations: { ko: '나만' }, value: 'me' },
  ],
};

export const docs: Command = {
  definition: {
    name: 'docs',
    name_localizations: { ko: '문서' },
    description: 'Documents that answers are taken from',
    description_localizations: { ko: '답변에 쓰이는 문서' },
    options: [
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'add',
        name_localizations: { ko: '추가' },
        description: 'Add files or a web page',
        description_localizations: { ko: '파일이나 웹 페이지를 추가해요' },
        options: [URL_OPTION, WHERE],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'list',
        name_localizations: { ko: '목록' },
        description: 'See which documents there are',
        description_localizations: { ko: '어떤 문서가 있는지 봐요' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'show',
        name_localizations: { ko: '보기' },
        description: 'See what is known of a document',
        description_localizations: { ko: '문서 하나를 자세히 봐요' },
        options: [NAME],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'remove',
        name_localizations: { ko: '삭제' },
        description: 'Remove a document: answers are not taken from it any more',
        description_localizations: { ko: '문서를 지워요. 더는 답변에 쓰이지 않아요' },
        options: [NAME],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'reindex',
        name_localizations: { ko: '재색인' },
        description: 'Have a document found by meaning with the present model',
        description_localizations: { ko: '지금 쓰는 모델로 뜻을 다시 색인해요' },
        options: [NAME],
      },
    ],
    ...EVERYWHERE,
  },
  handle: answerDocs,
  complete: async (context, { option, typed }) =>
    option === NAME.name ? completeDocument(context, typed) : [],
};

async function answerDocs(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, texts, caller } = context;
  const { subcommand, options } = interaction;
  if (subcommand === 'list') return listAll(context);
  if (subcommand === 'add') return add(context);
  const name = String(options.get(NAME.name) ?? '').trim();
  if (name === '') return refuseMissing(texts, caller.locale, NAME);
  switch (subcommand) {
    case 'show':
      return showOne(context, name);
    case 'remove':
      return removeOne(context, name);
    case 'reindex':
      return reindexOne(context, name);
    default:
      return refuse(texts, 'unknown_command');
  }
}

async function add(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, texts } = context;
  const allowed = allowedScopes(interaction);
  const wanted = DOCUMENT_SCOPES.find((scope) => scope === interaction.options.get(WHERE.name));
  const scope: DocumentScope = wanted ?? allowed[0] ?? 'me';
  const refusal = refuseScope(context, scope);
  if (refusal !== null) return refusal;
  const url = String(interaction.options.get(URL_OPTION.name) ?? '').trim();
  if (url === '') return modal(createDocumentsModal(scope, allowed, texts));
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return refuse(texts, 'document_url');
  const name = shortenName(`${parsed.host}${parsed.pathname === '/' ? '' : parsed.pathname}`);
  return beginReading(context, scope, [{ name, source: { kind: 'page', url: parsed.href } }]);
}
