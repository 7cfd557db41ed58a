import type { APIInteractionResponse } from 'discord-api-types/v10';
import { ephemeral } from '../discord/respond.ts';
import { describeFailure } from '../locale/failure.ts';
import { type Command, EVERYWHERE, type InteractionContext, refuse } from './command.ts';

export const reset: Command = {
  definition: {
    name: 'reset',
    name_localizations: { ko: '초기화' },
    description: 'Start our conversation in this channel afresh',
    description_localizations: { ko: '이 채널의 대화를 처음부터 새로 시작해요' },
    ...EVERYWHERE,
  },
  handle: (context) => answerReset(context),
};

export async function answerReset({
  caller,
  texts,
  services,
}: InteractionContext): Promise<APIInteractionResponse> {
  const reply = await services.bff.reset(caller);
  if (reply.ok) return ephemeral(texts.reset(reply.value.forgotten_messages));
  services.log.warn('reset.failed', { code: reply.code });
  // Out of reach says nothing that helps; a refusal (a limit, say) does.
  return reply.code === 'upstream_unreachable' || reply.code === 'internal'
    ? refuse(texts, 'reset_unavailable')
    : ephemeral(describeFailure(texts, reply.code, reply.evidence, services.now()));
}
