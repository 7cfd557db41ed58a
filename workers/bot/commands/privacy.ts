import { beginDelivery } from '../delivery/begin.ts';
import { carryOutOnce } from '../delivery/once.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import { deferredEphemeral, ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { erasureButtons } from '../message/buttons.ts';
import { refuse, refuseFailure, refuseMissing } from '../message/refusal.ts';
import { type Command, type CommandContext, EVERYWHERE } from './command.ts';

const ENABLED = {
  type: OPTION_TYPE.BOOLEAN,
  name: 'enabled',
  name_localizations: { ko: '켜기' },
  description: 'Off: I answer, but remember nothing',
  description_localizations: { ko: '끄면 답은 하지만 아무것도 기억하지 않아요' },
  required: true,
} as const;

/** Everything here is for the caller's eyes alone. */
export const privacy: Command = {
  definition: {
    name: 'privacy',
    name_localizations: { ko: '개인정보' },
    description: 'See, download or erase what is stored about you',
    description_localizations: { ko: '저장된 내 정보를 보고, 내려받고, 지워요' },
    options: [
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'show',
        name_localizations: { ko: '보기' },
        description: 'See what is stored about you',
        description_localizations: { ko: '무엇이 저장되어 있는지 봐요' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'export',
        name_localizations: { ko: '내려받기' },
        description: 'Download everything that is stored about you',
        description_localizations: { ko: '저장된 내 정보를 모두 파일로 받아요' },
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'remember',
        name_localizations: { ko: '기억' },
        description: 'Choose whether what you say is stored',
        description_localizations: { ko: '내가 하는 말을 저장할지 정해요' },
        options: [ENABLED],
      },
      {
        type: OPTION_TYPE.SUB_COMMAND,
        name: 'erase',
        name_localizations: { ko: '지우기' },
        description: 'Erase everything that is stored about you',
        description_localizations: { ko: '저장된 내 정보를 모두 지워요' },
      },
    ],
    ...EVERYWHERE,
  },
  async handle(context) {
    switch (context.interaction.subcommand) {
      case 'show':
        return show(context);
      case 'export':
        return sendExport(context);
      case 'remember':
        return choose(context);
      case 'erase':
        return ephemeral(
          context.texts.privacy.confirmErasure,
          erasureButtons(context.caller.user_id, context.texts),
        );
      default:
        return refuse(context.texts, 'unknown_command');
    }
  },
};

async function show({ caller, texts, services }: CommandContext): Promise<InteractionCallback> {
  const reply = await services.bff.privacySummary(caller);
  if (reply.ok) return ephemeral(texts.privacy.summary(reply.value));
  services.log.warn('privacy.failed', { action: 'show', code: reply.failure.code });
  return refuse(texts, 'privacy_unavailable');
}

async function choose(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, caller, texts, services } = context;
  const enabled = interaction.options.get('enabled');
  if (typeof enabled !== 'boolean') return refuseMissing(texts, caller.locale, ENABLED);
  const unavailable = () => refuse(texts, 'privacy_unavailable');
  return carryOutOnce(context, unavailable, async () => {
    const reply = await services.bff.remember(caller, enabled);
    if (reply.ok) return ephemeral(texts.privacy.remembering(reply.value.remember));
    services.log.warn('privacy.failed', { action: 'remember', code: reply.failure.code });
    return unavailable();
  });
}

async function sendExport(context: CommandContext): Promise<InteractionCallback> {
  const { interaction, caller, texts, services } = context;
  // A question is noted by the gate.
  const [deliveries] = await Promise.all([
    services.directory.list(caller.user_id),
    services.directory.note(caller.user_id, interaction.id),
  ]);
  const task = { kind: 'export', maxBytes: interaction.attachmentSizeLimit, deliveries } as const;
  return (await beginDelivery(interaction, caller, { task, isPrivate: true }, services))
    ? deferredEphemeral()
    : refuseFailure(texts, { code: 'internal' }, services.now());
}
