/** Changes what a person or a channel has chosen. */
import type { SettingsTarget, SettingsView } from '../../../shared/contract/settings.ts';
import type { ChangesOf } from '../../../shared/settings/parse.ts';
import type { Scope } from '../../../shared/settings/settings.ts';
import type { BffReply } from '../bff/call.ts';
import { permissionsOf } from '../discord/permissions.ts';
import type { InteractionContext } from '../services.ts';

/** The last word counts: a change that was made meanwhile is no reason to refuse the person's own. */
export async function changeChoice(
  { interaction, caller, services }: InteractionContext,
  target: SettingsTarget,
  changes: { [Each in Scope]: ChangesOf<Each> }[Scope],
): Promise<BffReply<SettingsView>> {
  const { choices } = services.bff;
  const permissions = permissionsOf(interaction);
  const view = await choices.read(caller, { permissions });
  if (!view.ok) return view;
  const { version, person_version: personVersion } = view.value;
  const request = {
    permissions,
    target,
    changes,
    expected_version: target.scope === 'person' ? personVersion : version,
  };
  return choices.change(caller, request);
}

/** Of a thread, the settings of its channel. */
export function channelTarget({ interaction }: InteractionContext): SettingsTarget {
  return { scope: 'channel', channel_id: interaction.parentId ?? interaction.channelId };
}
