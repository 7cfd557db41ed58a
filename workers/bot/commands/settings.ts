import { MAX_SETTINGS_DOCUMENT_BYTES } from '../../../shared/limits.ts';
import { beginDelivery } from '../delivery/begin.ts';
import type { DeliveryTask } from '../delivery/job.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import { permissionsOf } from '../discord/permissions.ts';
import { deferredEphemeral, type InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseFailure, refuseFile, refuseMissing } from '../message/refusal.ts';
import { actorOf, refusalOf } from '../settings/panel/actor.ts';
import { openLog, openPanel, refuseSettings } from '../settings/panel/open.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';

const FILE = {
  type: OPTION_TYPE.ATTACHMENT,
  name: 'file',
  name_localizations: { ko: '파일' },
  description: 'A file from /settings export',
  description_localizations: { ko: '내보내기로 받은 파일' },
  required: true,
} as const;

/** Everything here is for the caller's eyes alone. It works everywhere: in a channel without answers, too, it undoes that. */
export const settings: Command = {
  definition: {
    name: 'settings',
    name_localizations: { ko: '설정' },
    description: 'See and change how Libra works here',
    description_localizations: { ko: '리브라가 여기서 어떻게 답할지 보고 바꿔요' },
    options: [
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'show',
        name_localizations: { ko: '보기' },
        description: 'See what holds here, and change what you may',
        description_localizations: { ko: '여기에 적용되는 설정을 보고 바꿔요' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'me',
        name_localizations: { ko: '나' },
        description: 'Your own language, time zone, model and persona',
        description_localizations: { ko: '내 언어, 시간대, 모델, 페르소나를 정해요' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'export',
        name_localizations: { ko: '내보내기' },
        description: 'Get all settings of this server as a file (Manage Server)',
        description_localizations: { ko: '이 서버의 설정을 모두 파일로 받아요 (서버 관리하기 권한)' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'import',
        name_localizations: { ko: '가져오기' },
        description: 'Replace all settings of this server with a file (Manage Server)',
        description_localizations: { ko: '이 서버의 설정을 모두 파일대로 바꿔요 (서버 관리하기 권한)' },
        options: [FILE],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'log',
        name_localizations: { ko: '기록' },
        description: 'See who has changed what (Manage Server)',
        description_localizations: { ko: '누가 무엇을 바꿨는지 봐요 (서버 관리하기 권한)' },
      },
    ],
    ...EVERYWHERE,
  },
  async handle(context) {
    switch (context.interaction.subcommand) {
      case 'show':
        return openPanel(context, null);
      case 'me':
        return openPanel(context, 'person');
      case 'log':
        return openLog(context, null);
      case 'export':
        return forManagers(context, () =>
          deferTo(context, { kind: 'settings_export', permissions: permissionsOf(context.interaction) }),
        );
      case 'import':
        return forManagers(context, () => takeFile(context));
      default:
        return refuse(context.texts, 'unknown_command');
    }
  },
};

async function forManagers(
  { interaction, texts }: CommandContext,
  work: () => Promise<InteractionCallback>,
): Promise<InteractionCallback> {
  const refusal = refusalOf(interaction, 'server');
  return refusal === null ? work() : refuse(texts, refusal);
}

async function takeFile(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, caller, texts, services } = context;
  const file = interaction.files.get(String(interaction.options.get(FILE.name)));
  if (file === undefined) return refuseMissing(texts, caller.locale, FILE);
  if (file.sizeBytes > MAX_SETTINGS_DOCUMENT_BYTES) {
    return refuseFile(texts, file.filename, {
      problem: 'file_too_large',
      limitBytes: MAX_SETTINGS_DOCUMENT_BYTES,
    });
  }
  // What was in force when the command was used: a change that comes in between is not overwritten.
  const seen = await services.bff.settings.read(actorOf(context));
  if (seen.kind === 'failed') return refuseSettings(context, 'import', seen.failure);
  return deferTo(context, {
    kind: 'settings_import',
    permissions: permissionsOf(interaction),
    url: file.url,
    filename: file.filename,
    version: seen.value.version,
  });
}

async function deferTo(
  { interaction, caller, texts, services }: CommandContext,
  task: DeliveryTask,
): Promise<InteractionCallback> {
  const [isBegun] = await Promise.all([
    beginDelivery(interaction, caller, { task, isPrivate: true }, services),
    // An erasure has to find it.
    services.directory.note(caller.user_id, interaction.id),
  ]);
  return isBegun ? deferredEphemeral() : refuseFailure(texts, { code: 'internal' }, services.now());
}
