import type { ToolTexts } from '../texts/tools.ts';

export const toolsEn: ToolTexts = {
  working: {
    calculator: () => '🧮 Calculating…',
    roll: (dice) => `🎲 Rolling ${dice ?? 'the dice'}…`,
    fetch_page: (host) => `🔎 Reading ${host ?? 'a page'}…`,
    web_search: (query) => (query === null ? '🔎 Searching the web…' : `🔎 Searching the web: ${query}…`),
    read_channel: () => '🔎 Reading this channel…',
    search_documents: (query) =>
      query === null ? '🔎 Searching the documents…' : `🔎 Searching the documents: ${query}…`,
    other: (tool) => `🔧 Using ${tool ?? 'a tool'}…`,
  },
  names: {
    calculator: 'calculator',
    roll: 'dice',
    fetch_page: 'web page',
    web_search: 'web search',
    read_channel: 'this channel',
    search_documents: 'documents',
  },
  used: (names) => `🔧 Used: ${names}`,
};
