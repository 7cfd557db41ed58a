import type { ConversationHistory, HistoryRequest } from '../../../shared/contract/conversations.ts';
import { isServerModerator } from '../discord/permissions.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { withCode } from '../locale/failure.ts';
import { viewHistory } from '../message/history-page.ts';
import { isOutOfReach, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { type Command, EVERYWHERE } from './command.ts';

/** For the caller's eyes alone. */
export const history: Command = {
  definition: {
    name: 'history',
    name_localizations: { ko: '기록' },
    description: 'See what I remember of our conversation here, and forget parts of it',
    description_localizations: { ko: '여기서 나눈 대화 중 기억하는 것을 보고, 골라서 잊게 해요' },
    ...EVERYWHERE,
  },
  async handle(context) {
    const { caller, texts } = context;
    const read = await readHistory(context);
    if (!read.ok) return read.refusal;
    const { content, components } = viewHistory(
      read.history,
      { page: 0, requesterId: caller.user_id },
      texts.conversations.history,
    );
    return ephemeral(content, components);
  },
};

type Read = { ok: true; history: ConversationHistory } | { ok: false; refusal: InteractionCallback };

/** `forget`: a turn that is to be forgotten first. */
export async function readHistory(
  { interaction, caller, texts, services }: InteractionContext,
  forget?: HistoryRequest['forget'],
): Promise<Read> {
  const reply = await services.bff.history(caller, {
    isModerator: isServerModerator(interaction),
    forget,
  });
  if (reply.ok) return { ok: true, history: reply.value };
  const { failure } = reply;
  services.log.warn('history.failed', { code: failure.code });
  const refusal = isOutOfReach(failure)
    ? ephemeral(withCode(texts.conversations.history.unavailable, 'history_unavailable'))
    : refuseFailure(texts, failure, services.now());
  return { ok: false, refusal };
}
