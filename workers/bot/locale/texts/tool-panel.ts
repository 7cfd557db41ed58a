/** What `/tools` says. Types alone. */
import type { McpFailure } from '../../../../shared/contract/mcp.ts';

export interface ToolPanelTexts {
  title: string;
  /** Above those that Libra itself has. */
  own: string;
  /** By name: what each of Libra's own tools does. One without an entry goes by its name alone. */
  what: Readonly<Record<string, string>>;
  /** Behind a tool's name: it only reads, or changes something after the person who asks has approved it. */
  kinds: Record<'reads' | 'writes', string>;
  /** There is no room for it in a prompt. */
  leftOut: string;
  /** Above the servers. */
  servers: string;
  serverOn: (name: string, tools: number) => string;
  serverOff: (name: string) => string;
  serverFails: (name: string, failure: McpFailure) => string;
  /** A note: what servers of others say of their tools is theirs. */
  foreign: string;
  page: (page: number, pages: number) => string;
  chooseServers: string;
  chooseTools: string;
  /** An option's description. */
  optionOwn: string;
  earlier: string;
  later: string;
  changed: string;
  conflict: string;
  /** To somebody who may not change it. */
  readOnly: string;
}
