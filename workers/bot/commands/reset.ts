import { carryOutOnce } from '../delivery/once.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { type Command, EVERYWHERE } from './command.ts';

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

export function answerReset(context: InteractionContext): Promise<InteractionCallback> {
  return carryOutOnce(
    context,
    () => refuse(context.texts, 'reset_unavailable'),
    () => resetConversation(context),
  );
}

async function resetConversation({
  caller,
  texts,
  services,
}: InteractionContext): Promise<InteractionCallback> {
  const reply = await services.bff.reset(caller);
  if (reply.ok) return ephemeral(texts.reset(reply.value.forgotten_messages));
  const { failure } = reply;
  services.log.warn('reset.failed', { code: failure.code });
  // A refusal (a limit, say) tells the person what to do; that something is out of reach does not.
  return failure.code === 'upstream_unreachable' || failure.code === 'internal'
    ? refuse(texts, 'reset_unavailable')
    : refuseFailure(texts, failure, services.now());
}
