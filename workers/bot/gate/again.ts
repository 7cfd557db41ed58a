/** A question that was let through from memory, looked at anew: as it would have been before it was deferred. */
import type { AnswerTask, DeliveryJob } from '../delivery/job.ts';
import { textsFor } from '../locale/choose.ts';
import { callerWith, taskWith } from '../settings/apply.ts';
import type { Checked, Gate } from './gate.ts';
import { refusalText } from './refusal.ts';

export type UncheckedJob = DeliveryJob & { task: AnswerTask } & Required<Pick<DeliveryJob, 'unchecked'>>;

export type PassedAgain =
  | { kind: 'refused'; text: string }
  | { kind: 'passed'; job: DeliveryJob & { task: AnswerTask } };

export async function passAgain(job: UncheckedJob, gate: Gate, now: () => number): Promise<PassedAgain> {
  const { unchecked, seenSettings: _seen, isPrivate: _private, task: given, caller: asked, ...rest } = job;
  const { role_ids: roleIds = [], ...caller } = { ...asked, locale: unchecked.locale };
  const place = { channelId: caller.channel_id, parentId: caller.parent_id ?? null, roleIds };
  const checked = await gate.check({ ...place, id: job.interactionId }, caller);
  const settled = callerWith(caller, checked);
  const text = refusalText(checked, unchecked, textsFor(settled.locale), now());
  if (text !== null) return { kind: 'refused', text };
  if (!isRead(checked)) {
    const { unchecked: _unchecked, ...asRemembered } = job;
    return { kind: 'passed', job: asRemembered };
  }
  const { showsQuestion: _question, showsCost: _cost, ...task } = given;
  return {
    kind: 'passed',
    job: {
      ...rest,
      caller: settled,
      task: taskWith(task, checked, { guildId: caller.guild_id, permissions: unchecked.permissions }),
      seenSettings: checked.seen,
      ...(unchecked.wantsPrivate || checked.settings.privateAnswers ? { isPrivate: true } : {}),
    },
  };
}

/** False: Redis has not answered, and what is set is a guess. */
function isRead({ seen }: Checked): boolean {
  return seen.server !== undefined || seen.person !== undefined;
}
