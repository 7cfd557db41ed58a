/** What settings change for a question before it is handed over. Pure. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { DeliveryTask } from '../delivery/job.ts';
import type { PlaceSettings } from './place-settings.ts';

/** Speaks the language that is set, and has the roles for which the server has set limits. */
export function callerWith(caller: Caller, { settings, roleIds }: PlaceSettings): Caller {
  return {
    ...caller,
    locale: settings.language ?? caller.locale,
    ...(caller.guild_id === null || roleIds.length === 0 ? {} : { role_ids: [...roleIds] }),
  };
}

export function taskWith<Task extends DeliveryTask>(task: Task, { settings }: PlaceSettings): Task {
  // What stands above an answer to a message command is a link, not the question.
  const isHidden = task.kind === 'answer' && task.heading === undefined && !settings.showQuestion;
  return isHidden ? { ...task, showsQuestion: false } : task;
}
