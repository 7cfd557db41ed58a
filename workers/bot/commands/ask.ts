/** Asks the model in the name of the caller: a limit or a mute is said at once, the answer follows by webhook. */
import { actionsIn } from '../actions/allowed.ts';
import { beginDelivery } from '../delivery/begin.ts';
import type { AnswerTask } from '../delivery/job.ts';
import { deferredFor, type InteractionCallback } from '../discord/respond.ts';
import { passGate } from '../gate/pass.ts';
import type { Texts } from '../locale/texts.ts';
import { refuseFailure, refuseThread } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { taskWith } from '../settings/apply.ts';

/** A private answer is shown to the caller alone; settings may want every answer so. */
export function askModel(
  context: InteractionContext,
  task: AnswerTask,
  wish: { isPrivate: boolean },
): Promise<InteractionCallback> {
  // A thread is opened, and files are read, before the bff has looked at anything.
  const mayRemember = task.thread === undefined && task.files === undefined;
  return askInTheirWords(context, () => task, { ...wish, mayRemember });
}

/** `taskIn`: what is asked in words of Libra's own is in the language that settings make of the caller's. */
export async function askInTheirWords(
  context: InteractionContext,
  taskIn: (texts: Texts) => AnswerTask,
  wish: { isPrivate: boolean; mayRemember: boolean },
): Promise<InteractionCallback> {
  const { refusal, context: asking, checked } = await passGate(context, wish);
  if (refusal !== null) return refusal;
  const { interaction, caller, texts, services } = asking;
  const task = taskIn(texts);
  const isPrivate = wish.isPrivate || checked.settings.privateAnswers;
  if (isPrivate && task.thread !== undefined) return refuseThread(texts, 'thread_private');
  const actions = actionsIn(interaction, services);
  const { locale } = context.caller;
  const delivery = {
    task: taskWith(task, checked, interaction),
    isPrivate,
    seen: checked.seen,
    actions,
    ...(checked.isRemembered === true
      ? { unchecked: { locale, permissions: interaction.permissions, wantsPrivate: wish.isPrivate } }
      : {}),
  };
  return (await beginDelivery(interaction, caller, delivery, services))
    ? deferredFor(isPrivate)
    : refuseFailure(texts, { code: 'internal' }, services.now());
}
