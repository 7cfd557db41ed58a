/**
 * The custom ids of the panel of tools: what is wanted, never who may want it. Pure.
 *
 *   tools.<verb>.<offset>.<version>
 */
const VERBS = [
  /** Another page of tools. */
  'view',
  /** Which servers are on. */
  'servers',
  /** Which tools of the page are on. */
  'put',
] as const;

export interface ToolPanelId {
  verb: (typeof VERBS)[number];
  /** Of the page that is shown: its first tool. */
  offset: number;
  /** That the person has seen. */
  version: number;
}

export function formatToolPanelId({ verb, offset, version }: ToolPanelId): string {
  return `tools.${verb}.${offset}.${version}`;
}

export function parseToolPanelId(customId: string): ToolPanelId | null {
  const [, verbText, offset, version] = /^tools\.([a-z]+)\.(\d{1,5})\.(\d{1,15})$/.exec(customId) ?? [];
  const verb = VERBS.find((known) => known === verbText);
  return verb === undefined ? null : { verb, offset: Number(offset), version: Number(version) };
}
