/** The panel of `/tools`: what there is and what is on, and for those who may, how it is switched. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import type { ListedServer, ListedTool, ToolsView } from '../../../../shared/contract/tools.ts';
import { type Container, container, type LayoutRow, separator, textBlock } from '../../discord/layout.ts';
import { actionRow, type Button } from '../../discord/message.ts';
import { MAX_SELECT_CHARS, MAX_SELECT_OPTIONS } from '../../discord/modal.ts';
import { inCode } from '../../locale/in-code.ts';
import type { Texts } from '../../locale/texts.ts';
import { startOf } from '../../message/shorten.ts';
import { formatToolPanelId, type ToolPanelId } from './panel-id.ts';

export interface ToolPanel {
  view: ToolsView;
  mayChange: boolean;
  offset: number;
  /** A line about what has just happened. */
  notice?: string;
}

/** All lines stay below Discord's 4,000 characters, and a select can hold them. */
export const PAGE_TOOLS = Math.min(15, MAX_SELECT_OPTIONS);
const MAX_LINE_CHARS = 140;
const MAX_NAME_CHARS = 64;

type Used = Pick<Texts, 'toolPanel'>;

export function createToolPanel(panel: ToolPanel, { toolPanel: texts }: Used): Container {
  const { view, mayChange, notice } = panel;
  return container(
    ...(notice === undefined ? [] : [textBlock(notice)]),
    textBlock([`### ${texts.title}`, ...toolLines(panel, texts)].join('\n')),
    ...(view.servers.length === 0 ? [] : [separator(), textBlock(serverLines(view, texts).join('\n'))]),
    ...(mayChange ? [separator(), ...switches(panel, texts)] : [textBlock(texts.readOnly)]),
    ...pageRow(panel, texts),
  );
}

/** Those of the page. */
export function shownTools({ tools }: Pick<ToolsView, 'tools'>, offset: number): ListedTool[] {
  return tools.slice(offset, offset + PAGE_TOOLS);
}

function toolLines({ view, offset }: ToolPanel, texts: Used['toolPanel']): string[] {
  const shown = shownTools(view, offset);
  const pages = Math.ceil(view.tools.length / PAGE_TOOLS);
  return [
    ...(shown[0]?.server === null ? [texts.own] : []),
    ...shown.map((tool) => startOf(toolLine(tool, texts), MAX_LINE_CHARS)),
    ...(shown.some(({ server }) => server !== null) ? [texts.foreign] : []),
    ...(pages > 1 ? [texts.page(Math.floor(offset / PAGE_TOOLS) + 1, pages)] : []),
  ];
}

function toolLine(tool: ListedTool, texts: Used['toolPanel']): string {
  const { name, kind, is_on: isOn, is_left_out: isLeftOut } = tool;
  const what = whatOf(tool, texts);
  const facts = [texts.kinds[kind], ...(isLeftOut ? [texts.leftOut] : []), ...(what === '' ? [] : [what])];
  return `${isOn ? '✅' : '⬜'} ${inCode(name, MAX_NAME_CHARS)} ${facts.join(' · ')}`;
}

/** What a stranger says of a tool is shown as a stranger's: marks in it do nothing. */
function whatOf({ name, server, description }: ListedTool, { what }: Used['toolPanel']): string {
  if (server === null) return Object.hasOwn(what, name) ? (what[name] ?? '') : '';
  return description.replaceAll(/[\\`*_~|[\]()<>@#:]/g, '\\$&');
}

function serverLines({ servers, tools }: ToolsView, texts: Used['toolPanel']): string[] {
  const line = ({ name, is_on: isOn, failure }: ListedServer): string => {
    if (!isOn) return texts.serverOff(name);
    if (failure !== null) return texts.serverFails(name, failure);
    return texts.serverOn(name, tools.filter(({ server }) => server === name).length);
  };
  return [texts.servers, ...servers.map(line)];
}

function switches({ view, offset }: ToolPanel, texts: Used['toolPanel']): LayoutRow[] {
  const { version, servers } = view;
  const id = (verb: ToolPanelId['verb']) => formatToolPanelId({ verb, offset, version });
  return [
    select(
      id('put'),
      texts.chooseTools,
      shownTools(view, offset).map(({ name, server, is_on: isOn }) => ({
        ...{ name, isOn },
        description: server ?? texts.optionOwn,
      })),
    ),
    ...(servers.length === 0
      ? []
      : [
          select(
            id('servers'),
            texts.chooseServers,
            servers.map(({ name, is_on: isOn }) => ({ name, isOn })),
          ),
        ]),
  ];
}

function select(
  customId: string,
  placeholder: string,
  options: readonly { name: string; isOn: boolean; description?: string }[],
): LayoutRow {
  return actionRow({
    type: MessageComponentTypes.STRING_SELECT,
    custom_id: customId,
    placeholder,
    min_values: 0,
    max_values: options.length,
    options: options.map(({ name, isOn, description }) => ({
      label: name.slice(0, MAX_SELECT_CHARS),
      value: name,
      ...(description === undefined ? {} : { description }),
      ...(isOn ? { default: true as const } : {}),
    })),
  });
}

function pageRow({ view, offset }: ToolPanel, texts: Used['toolPanel']): LayoutRow[] {
  const turn = (to: number, label: string): Button[] =>
    to < 0 || to >= view.tools.length
      ? []
      : [
          {
            type: MessageComponentTypes.BUTTON,
            style: ButtonStyleTypes.SECONDARY,
            label,
            custom_id: formatToolPanelId({ verb: 'view', offset: to, version: view.version }),
          },
        ];
  const buttons = [...turn(offset - PAGE_TOOLS, texts.earlier), ...turn(offset + PAGE_TOOLS, texts.later)];
  return buttons.length === 0 ? [] : [actionRow(...buttons)];
}
