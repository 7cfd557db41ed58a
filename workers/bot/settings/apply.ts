/** What settings change for a question before it is handed over. Pure. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { DeliveryTask } from '../delivery/job.ts';
import type { InteractionBase } from '../discord/parse.ts';
import { isServerModerator } from '../discord/permissions.ts';
import type { PlaceSettings } from './place-settings.ts';

/** Speaks the language that is set, and has the roles for which the server has set limits. */
export function callerWith(caller: Caller, { settings, roleIds }: PlaceSettings): Caller {
  return {
    ...caller,
    locale: settings.language ?? caller.locale,
    ...(caller.guild_id === null || roleIds.length === 0 ? {} : { role_ids: [...roleIds] }),
  };
}

/** To everybody who sees the answer, so a moderator is shown what their own answers cost. */
export function showsCost(
  { settings }: Pick<PlaceSettings, 'settings'>,
  interaction: Pick<InteractionBase, 'guildId' | 'permissions'>,
): boolean {
  switch (settings.showCosts) {
    case 'nobody':
      return false;
    case 'moderators':
      return isServerModerator(interaction);
    case 'everybody':
      return true;
  }
}

export function taskWith<Task extends DeliveryTask>(
  task: Task,
  { settings }: Pick<PlaceSettings, 'settings'>,
  interaction: Pick<InteractionBase, 'guildId' | 'permissions'>,
): Task {
  if (task.kind !== 'answer') return task;
  // What stands above an answer to a message command is a link, not the question.
  const isHidden = task.heading === undefined && !settings.showQuestion;
  return {
    ...task,
    ...(isHidden ? { showsQuestion: false } : {}),
    ...(showsCost({ settings }, interaction) ? { showsCost: true } : {}),
  };
}
