/** The panel as an answer to a command, and a page of the log. */

import type { Failure } from '../../../../shared/contract/failure.ts';
import type { Scope } from '../../../../shared/settings/settings.ts';
import { ephemeralLayout, type InteractionCallback, updateLayout } from '../../discord/respond.ts';
import { refuse, refuseCall } from '../../message/refusal.ts';
import type { InteractionContext } from '../../services.ts';
import { actorOf, refusalOf, scopesOf } from './actor.ts';
import { createLogPage } from './log-view.ts';
import { createPanel } from './panel.ts';

/** `scope` null: the widest that the person may change. */
export async function openPanel(
  context: InteractionContext,
  scope: Scope | null,
): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  const reply = await services.bff.settings.read(actorOf(context));
  if (reply.kind === 'failed') return refuseSettings(context, 'read', reply.failure);
  const scopes = scopesOf(interaction);
  const panel = {
    view: reply.value,
    scopes,
    scope: scope ?? scopes[0] ?? 'person',
    field: null,
    isInServer: interaction.guildId !== null,
  };
  return ephemeralLayout(createPanel(panel, texts.settings));
}

/** `before` null: the command asks for it. */
export async function openLog(
  context: InteractionContext,
  before: number | null,
): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  const refusal = refusalOf(interaction, 'server');
  if (refusal !== null) return refuse(texts, refusal);
  const from = before ?? 0;
  const reply = await services.bff.settings.audit(actorOf(context), from === 0 ? null : from);
  if (reply.kind === 'failed') return refuseSettings(context, 'audit', reply.failure);
  const page = createLogPage(reply.value, from, texts.settings);
  return before === null ? ephemeralLayout(page) : updateLayout(page);
}

export function refuseSettings(
  { texts, services }: InteractionContext,
  action: string,
  failure: Failure,
): InteractionCallback {
  services.log.warn('settings.failed', { action, code: failure.code });
  return refuseCall(texts, failure, 'settings_unavailable', services.now());
}
