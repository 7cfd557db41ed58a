import type { McpFailure } from '../../../../shared/contract/mcp.ts';
import type { ToolPanelTexts } from '../texts/tool-panel.ts';
import { counted } from './counted.ts';

const FAILURES: Record<McpFailure, string> = {
  unreachable: 'cannot be reached',
  timed_out: 'has not answered yet',
  key_refused: 'does not accept my key; the operator of this bot has to act',
  rate_limited: 'says that it gets too many requests',
  refused: 'answers with an error',
  too_large: 'sends too much',
  unreadable: 'sends something that I cannot read',
  circuit_open: 'has failed several times, so I am not using it for a while',
};

export const toolPanelEn: ToolPanelTexts = {
  title: 'Tools',
  own: '**Built in**',
  what: {
    calculator: 'Calculates exactly, with units and dates',
    fetch_page: 'Reads a web page',
    web_search: 'Searches the web',
    read_channel: 'Reads the latest messages of this channel, if you may read them',
    roll: 'Rolls dice',
    poll: 'Posts a poll here',
    remind: 'Sets a reminder; one for yourself needs no approval',
  },
  kinds: { reads: 'reads', writes: 'changes something, after you approve it' },
  leftOut: '⚠️ no room left: switch others off',
  servers: '**Tools of MCP servers**',
  serverOn: (name, tools) => `✅ **${name}** · ${counted(tools, 'tool')}`,
  serverOff: (name) => `⬜ **${name}** · off`,
  serverFails: (name, failure) => `⚠️ **${name}** ${FAILURES[failure]}`,
  foreign: '-# The descriptions of tools from MCP servers were written by those servers.',
  page: (page, pages) => `-# Page ${page} of ${pages}`,
  chooseServers: 'MCP servers to use here',
  chooseTools: 'Tools to use here',
  optionOwn: 'Built in',
  earlier: 'Previous',
  later: 'Next',
  changed: '✅ Changed. It applies from the next question on.',
  conflict: '⚠️ Somebody else was faster. Below is what is in force now.',
  readOnly: '-# In a server, people with **Manage Server** can switch tools on and off.',
};
