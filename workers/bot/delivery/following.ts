/** What the press of Retry or Continue asks for. Pure. */
import type { FollowingAction } from '../message/custom-id.ts';
import type { DeliveryTask, FollowingJob } from './job.ts';
import type { Offer } from './offer.ts';
import type { PressVerdict } from './rights.ts';

/** What a press asks, by the offer that it takes. */
export function followingTask(
  action: FollowingAction,
  offer: Offer,
  press: FollowingJob,
  by: Extract<PressVerdict, 'own' | 'moderator'>,
): DeliveryTask {
  const { prompt, shown, openBlock, isStored, showsQuestion, heading, files, threadId } = offer;
  const model = press.model ?? offer.model;
  const opens = openBlock?.[action];
  const isForeign = by === 'moderator';
  const isQuoted = action === 'continue' && shown !== undefined && (isForeign || isStored !== true);
  const question = isForeign && prompt !== '' ? { question: prompt } : {};
  const follows = {
    action,
    request: offer.request ?? press.answerId,
    ...(isQuoted ? { shown, ...question } : {}),
  };
  return {
    kind: 'answer',
    prompt: press.prompt ?? prompt,
    follows,
    ...(opens === undefined ? {} : { openBlock: opens }),
    ...(isForeign ? { isForeign } : {}),
    ...(showsQuestion === false ? { showsQuestion } : {}),
    ...(heading === undefined ? {} : { heading }),
    ...(files !== undefined && action === 'retry' ? { files } : {}),
    ...(model === undefined ? {} : { model }),
    ...(press.showsCost === true ? { showsCost: true as const } : {}),
    ...(threadId === undefined ? {} : { thread: { state: 'open', id: threadId } }),
  };
}
