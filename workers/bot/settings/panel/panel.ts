/** The panel of `/settings`: an overview of what holds in a place, or one field and how it is changed. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import type { SettingsView } from '../../../../shared/contract/settings.ts';
import type { Scope } from '../../../../shared/settings/settings.ts';
import { type Container, container, type LayoutRow, separator, textBlock } from '../../discord/layout.ts';
import { actionRow, type Button } from '../../discord/message.ts';
import type { SettingsTexts } from '../../locale/texts/settings.ts';
import { startOf } from '../../message/shorten.ts';
import { controlsOf } from './controls.ts';
import { FIELDS_OF, type Field, OVERVIEW, PERSONAL } from './fields.ts';
import { showInForce, valueIn } from './in-force.ts';
import { formatPanelId } from './panel-id.ts';
import { showRoleLimit, showValue } from './show-value.ts';

export interface Panel {
  view: SettingsView;
  /** Whose settings the person may change, the widest first. */
  scopes: readonly Scope[];
  scope: Scope;
  /** Null: the overview. */
  field: Field | null;
  offset?: number;
  /** A line about what has just happened. */
  notice?: string;
  isInServer: boolean;
}

/** All lines of the overview stay below Discord's 10,170 bytes, in Hangul. */
const MAX_LINE_CHARS = 170;
/** Of the instructions that are set. */
const MAX_TEXT_CHARS = 1_200;
const MAX_ITEMS = 10;

export function createPanel(panel: Panel, texts: SettingsTexts): Container {
  const { view, scope, field, notice, offset = 0 } = panel;
  return container(
    ...(notice === undefined ? [] : [textBlock(notice)]),
    textBlock(field === null ? overviewText(panel, texts) : fieldText({ ...panel, field }, texts)),
    ...(field === null ? [] : controlsOf({ view, scope, field, offset, texts })),
    separator(),
    scopeRow(panel, texts),
    fieldRow(panel, texts),
  );
}

function overviewText({ view, isInServer, scopes }: Panel, texts: SettingsTexts): string {
  const fields = isInServer ? OVERVIEW : PERSONAL;
  return [
    `### ${isInServer ? texts.title.server(view.channel_id) : texts.title.person}`,
    ...fields.map((field) =>
      startOf(`**${texts.fields[field].name}** ${showInForce(field, view, texts)}`, MAX_LINE_CHARS),
    ),
    ...(isInServer && scopes.length === 1 ? [texts.readOnly] : []),
  ].join('\n');
}

function fieldText({ view, scope, field }: Panel & { field: Field }, texts: SettingsTexts): string {
  const { name, hint } = texts.fields[field];
  return [
    `### ${texts.scopes[scope]} · ${name}`,
    hint,
    `**${texts.inForce}** ${showInForce(field, view, texts)}`,
    // Last: a code block that instructions leave open holds nothing else then.
    `**${texts.setHere}** ${shownHere(view, scope, field, texts)}`,
  ].join('\n');
}

function shownHere(view: SettingsView, scope: Scope, field: Field, texts: SettingsTexts): string {
  const value = valueIn(view, scope, field);
  if (field === 'instructions' && typeof value === 'string') {
    const lines = startOf(value, MAX_TEXT_CHARS).split('\n').slice(0, 40);
    return `${texts.chars(value.length)}\n${lines.map((line) => `> ${line}`).join('\n')}`;
  }
  if (field === 'roleLimits' && view.server.roleLimits !== undefined) {
    return ['', ...view.server.roleLimits.map((limit) => `- ${showRoleLimit(limit, texts)}`)].join('\n');
  }
  return showValue(field, value, texts, MAX_ITEMS);
}

function scopeRow({ scopes, scope, field }: Panel, texts: SettingsTexts): LayoutRow {
  const to = (target: Scope): Button => ({
    type: MessageComponentTypes.BUTTON,
    style: target === scope ? ButtonStyleTypes.PRIMARY : ButtonStyleTypes.SECONDARY,
    label: texts.scopes[target],
    custom_id: formatPanelId({ verb: 'go', scope: target }),
  });
  const overview: Button = {
    type: MessageComponentTypes.BUTTON,
    style: ButtonStyleTypes.SECONDARY,
    label: texts.toOverview,
    custom_id: formatPanelId({ verb: 'home', scope }),
  };
  return actionRow(...(field === null ? [] : [overview]), ...scopes.map(to));
}

/** Named after what is shown, so that a client draws it anew. */
function fieldRow({ scope, field }: Panel, texts: SettingsTexts): LayoutRow {
  return actionRow({
    type: MessageComponentTypes.STRING_SELECT,
    custom_id: formatPanelId({ verb: 'pick', scope, field }),
    placeholder: texts.whatToChange(texts.scopes[scope]),
    options: FIELDS_OF[scope].map((each) => ({
      label: texts.fields[each].name,
      value: each,
      description: texts.fields[each].hint,
    })),
  });
}
