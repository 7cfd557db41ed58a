import type { ResetResponse } from '../../../shared/contract/conversations.ts';
import { carryOutOnce } from '../delivery/once.ts';
import { isServerModerator } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback, message } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { refuse, refuseCall } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { type Command, EVERYWHERE } from './command.ts';

export const reset: Command = {
  definition: {
    name: 'reset',
    name_localizations: { ko: '초기화' },
    description: 'Start a new conversation in this channel',
    description_localizations: { ko: '이 채널의 대화를 처음부터 새로 시작해요' },
    ...EVERYWHERE,
  },
  handle: (context) => answerReset(context),
};

export function answerReset(context: InteractionContext): Promise<InteractionCallback> {
  return carryOutOnce(
    context,
    () => refuse(context.texts, 'reset_unavailable'),
    () => resetConversation(context),
  );
}

async function resetConversation({
  interaction,
  caller,
  texts,
  services,
}: InteractionContext): Promise<InteractionCallback> {
  const reply = await services.bff.reset(caller, isServerModerator(interaction));
  if (reply.ok) return tell(reply.value, texts);
  const { failure } = reply;
  services.log.warn('reset.failed', { code: failure.code });
  return refuseCall(texts, failure, 'reset_unavailable', services.now());
}

/** That everybody's conversation has ended is for everybody to see. */
function tell({ forgotten_messages: forgotten, shared }: ResetResponse, texts: Texts): InteractionCallback {
  const told = texts.conversations.shared;
  if (shared === undefined) return ephemeral(texts.reset(forgotten));
  return shared === 'ended' ? message(told.ended(forgotten)) : ephemeral(told.kept);
}
