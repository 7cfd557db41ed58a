/**
 * A press in the panel, and a form of it that was sent. What somebody may change is judged by the signed interaction; the custom id
 * says what is wanted and which version was seen. The same change twice is one: the second differs from nothing, or conflicts.
 */
import type { SettingsTarget, SettingsView } from '../../../../shared/contract/settings.ts';
import type { Scope } from '../../../../shared/settings/settings.ts';
import type { ComponentInteraction, InteractionBase, ModalInteraction } from '../../discord/parse.ts';
import { ephemeral, type InteractionCallback, modal, updateLayout } from '../../discord/respond.ts';
import { isSnowflake } from '../../discord/snowflake.ts';
import { withCode } from '../../locale/failure.ts';
import { refuse } from '../../message/refusal.ts';
import type { InteractionContext } from '../../services.ts';
import { actorOf, refusalOf, scopesOf } from './actor.ts';
import {
  type Changes,
  chosenChanges,
  needsCurrent,
  roleChanges,
  type Written,
  writtenChanges,
} from './changes.ts';
import { type Field, isOffered, isWritten } from './fields.ts';
import { createForm, createRoleForm, readForm, readRoleForm } from './forms.ts';
import { openLog, refuseSettings } from './open.ts';
import { createPanel } from './panel.ts';
import { type PanelId, parseLogId, parsePanelId } from './panel-id.ts';
import { describeProblems } from './problems.ts';

/** Null: the press is of something else. */
export function answerSettingsPress(
  context: InteractionContext<ComponentInteraction>,
): Promise<InteractionCallback> | null {
  const { customId } = context.interaction;
  const before = parseLogId(customId);
  if (before !== null) return openLog(context, before);
  const id = parsePanelId(customId);
  return id === null ? null : press(context, id);
}

/** Null: the form is another one. */
export function answerSettingsForm(
  context: InteractionContext<ModalInteraction>,
): Promise<InteractionCallback> | null {
  const id = parsePanelId(context.interaction.customId);
  return id === null ? null : submit(context, id);
}

async function press(
  context: InteractionContext<ComponentInteraction>,
  id: PanelId,
): Promise<InteractionCallback> {
  const { interaction, texts } = context;
  const { scope, field, part } = id;
  const refusal = refusalOf(interaction, scope);
  if (refusal !== null) return refuse(texts, refusal);
  if (id.verb === 'go' || id.verb === 'home') return show(context, { scope, field: null });
  if (id.verb === 'pick') {
    const [chosen = ''] = interaction.values;
    return isOffered(scope, chosen)
      ? show(context, { scope, field: chosen })
      : refuse(texts, 'unknown_button');
  }
  if (field === null) return refuse(texts, 'unknown_button');
  switch (id.verb) {
    case 'view':
      return show(context, { scope, field, offset: offsetIn(part) });
    case 'clear':
      return change(context, { ...id, field }, { [field]: null } as Changes);
    case 'put':
      return put(context, { ...id, field });
    case 'edit':
      return isWritten(field)
        ? withView(context, (view) => modal(createForm({ ...id, field }, view, texts.settings)))
        : refuse(texts, 'unknown_button');
    case 'role': {
      const [roleId] = interaction.values;
      return isSnowflake(roleId)
        ? withView(context, (view) => modal(createRoleForm({ ...id, roleId }, view, texts.settings)))
        : refuse(texts, 'unknown_button');
    }
  }
}

async function submit(
  context: InteractionContext<ModalInteraction>,
  id: PanelId,
): Promise<InteractionCallback> {
  const { interaction, texts } = context;
  const { verb, scope, field, part } = id;
  const refusal = refusalOf(interaction, scope);
  if (refusal !== null) return refuse(texts, refusal);
  if (field === null) return refuse(texts, 'unknown_interaction');
  const write = (written: Written) =>
    written.ok
      ? change(context, { ...id, field, part: null }, written.changes)
      : ephemeral(withCode(texts.settings.numberMalformed, 'settings_invalid'));
  if (verb === 'edit' && isWritten(field)) return write(writtenChanges(field, readForm(interaction.values)));
  if (verb === 'role' && part !== null) {
    return withView(context, (view) => write(roleChanges(part, readRoleForm(interaction.values), view)));
  }
  return refuse(texts, 'unknown_interaction');
}

async function put(
  context: InteractionContext<ComponentInteraction>,
  id: PanelId & { field: Field },
): Promise<InteractionCallback> {
  const { values } = context.interaction;
  if (!needsCurrent(id.field)) return change(context, id, chosenChanges(id, values, null));
  return withView(context, (view) => change(context, id, chosenChanges(id, values, view)));
}

async function change(
  context: InteractionContext,
  { scope, field, part, version }: PanelId & { field: Field },
  changes: Changes,
): Promise<InteractionCallback> {
  const { texts: all, services } = context;
  const { settings: texts } = all;
  const reply = await services.bff.settings.change(actorOf(context), {
    target: targetOf(scope, context.interaction),
    changes,
    expected_version: version,
  });
  const shown = { scope, field, offset: offsetIn(part) };
  switch (reply.kind) {
    case 'ok':
      return updateLayout(panelOf(context, { ...shown, view: reply.value, notice: texts.changed }));
    case 'conflict': {
      const names = reply.fields.flatMap((each) => (isOffered(scope, each) ? [texts.fields[each].name] : []));
      const notice = texts.conflict(names.join(', '));
      return updateLayout(panelOf(context, { ...shown, view: reply.current, notice }));
    }
    case 'invalid':
      return ephemeral(describeProblems(reply.problems, texts));
    case 'failed':
      return refuseSettings(context, 'change', reply.failure);
  }
}

/** A thread's settings are its channel's. */
function targetOf(scope: Scope, { channelId, parentId }: InteractionBase): SettingsTarget {
  return scope === 'channel' ? { scope, channel_id: parentId ?? channelId } : { scope };
}

interface Shown {
  scope: Scope;
  field: Field | null;
  offset?: number;
}

function show(context: InteractionContext, shown: Shown): Promise<InteractionCallback> {
  return withView(context, (view) => updateLayout(panelOf(context, { ...shown, view })));
}

function panelOf(
  { interaction, texts }: InteractionContext,
  shown: Shown & { view: SettingsView; notice?: string },
) {
  const isInServer = interaction.guildId !== null;
  return createPanel({ ...shown, scopes: scopesOf(interaction), isInServer }, texts.settings);
}

async function withView(
  context: InteractionContext,
  answer: (view: SettingsView) => InteractionCallback | Promise<InteractionCallback>,
): Promise<InteractionCallback> {
  const reply = await context.services.bff.settings.read(actorOf(context));
  return reply.kind === 'ok' ? answer(reply.value) : refuseSettings(context, 'read', reply.failure);
}

/** Of a list of choices; a list of channels has none. */
function offsetIn(part: string | null): number {
  return part !== null && /^\d{1,4}$/.test(part) ? Number(part) : 0;
}
