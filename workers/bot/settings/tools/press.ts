/**
 * `/tools`, and a press in its panel. What somebody may change is judged by the signed interaction; the custom id says what is wanted
 * and which version was seen.
 */
import type { ToolsView } from '../../../../shared/contract/tools.ts';
import type { ServerSettings } from '../../../../shared/settings/settings.ts';
import type { ComponentInteraction } from '../../discord/parse.ts';
import { ephemeral, ephemeralLayout, type InteractionCallback, updateLayout } from '../../discord/respond.ts';
import { refuse } from '../../message/refusal.ts';
import type { InteractionContext } from '../../services.ts';
import { actorOf, refusalOf } from '../panel/actor.ts';
import { refuseSettings } from '../panel/open.ts';
import { describeProblems } from '../panel/problems.ts';
import { createToolPanel, PAGE_TOOLS, shownTools } from './panel.ts';
import { parseToolPanelId, type ToolPanelId } from './panel-id.ts';

type Tools = Required<Pick<ServerSettings, 'toolServers' | 'toolsOff'>>;

export async function openToolPanel(context: InteractionContext): Promise<InteractionCallback> {
  return withView(context, (view) => ephemeralLayout(panelOf(context, view, 0)));
}

/** Null: the press is of something else. */
export function answerToolPress(
  context: InteractionContext<ComponentInteraction>,
): Promise<InteractionCallback> | null {
  const id = parseToolPanelId(context.interaction.customId);
  return id === null ? null : press(context, id);
}

async function press(
  context: InteractionContext<ComponentInteraction>,
  id: ToolPanelId,
): Promise<InteractionCallback> {
  const { interaction, texts } = context;
  const { verb, offset } = id;
  if (verb === 'view') return withView(context, (view) => updateLayout(panelOf(context, view, offset)));
  const refusal = refusalOf(interaction, 'server');
  if (refusal !== null) return refuse(texts, refusal);
  if (verb === 'servers') return change(context, id, { toolServers: [...interaction.values] });
  return withView(context, (view) =>
    change(context, id, { toolsOff: toolsOff(view, offset, interaction.values) }),
  );
}

/** What is not in sight stays. */
function toolsOff(view: ToolsView, offset: number, chosen: readonly string[]): string[] {
  const inSight = shownTools(view, offset).map(({ name }) => name);
  const kept = view.tools_off.filter((name) => !inSight.includes(name));
  return [...kept, ...inSight.filter((name) => !chosen.includes(name))];
}

async function change(
  context: InteractionContext,
  { offset, version }: ToolPanelId,
  { toolServers, toolsOff: off }: Partial<Tools>,
): Promise<InteractionCallback> {
  const { texts, services } = context;
  const reply = await services.bff.settings.change(actorOf(context), {
    target: { scope: 'server' },
    changes: {
      ...(toolServers === undefined ? {} : { toolServers: toolServers.length === 0 ? null : toolServers }),
      ...(off === undefined ? {} : { toolsOff: off.length === 0 ? null : off }),
    },
    expected_version: version,
  });
  switch (reply.kind) {
    case 'ok':
    case 'conflict': {
      const notice = texts.toolPanel[reply.kind === 'ok' ? 'changed' : 'conflict'];
      return withView(context, (view) => updateLayout(panelOf(context, view, offset, notice)));
    }
    case 'invalid':
      return ephemeral(describeProblems(reply.problems, texts.settings));
    case 'failed':
      return refuseSettings(context, 'tools', reply.failure);
  }
}

function panelOf(
  { interaction, texts }: InteractionContext,
  view: ToolsView,
  offset: number,
  notice?: string,
) {
  const last = Math.max(0, view.tools.length - 1);
  return createToolPanel(
    {
      view,
      mayChange: refusalOf(interaction, 'server') === null,
      // A page may have gone with its tools.
      offset: Math.min(offset, last - (last % PAGE_TOOLS)),
      ...(notice === undefined ? {} : { notice }),
    },
    texts,
  );
}

async function withView(
  context: InteractionContext,
  answer: (view: ToolsView) => InteractionCallback | Promise<InteractionCallback>,
): Promise<InteractionCallback> {
  const reply = await context.services.bff.tools.list(actorOf(context));
  return reply.ok ? answer(reply.value) : refuseSettings(context, 'tools', reply.failure);
}
