import type { ToolTexts } from '../texts/tools.ts';

export const toolsKo: ToolTexts = {
  working: {
    calculator: () => '🧮 계산하고 있어요…',
    roll: (dice) => (dice === null ? '🎲 주사위를 굴리고 있어요…' : `🎲 주사위를 굴리고 있어요: ${dice}…`),
    fetch_page: (host) => (host === null ? '🔎 페이지를 읽고 있어요…' : `🔎 페이지를 읽고 있어요: ${host}…`),
    web_search: (query) => (query === null ? '🔎 웹에서 찾고 있어요…' : `🔎 웹에서 찾고 있어요: ${query}…`),
    read_channel: () => '🔎 이 채널의 메시지를 읽고 있어요…',
    search_documents: (query) =>
      query === null ? '🔎 문서에서 찾고 있어요…' : `🔎 문서에서 찾고 있어요: ${query}…`,
    other: (tool) => (tool === null ? '🔧 도구를 쓰고 있어요…' : `🔧 도구를 쓰고 있어요: ${tool}…`),
  },
  names: {
    calculator: '계산기',
    roll: '주사위',
    fetch_page: '웹 페이지',
    web_search: '웹 검색',
    read_channel: '이 채널의 메시지',
    search_documents: '문서 검색',
  },
  used: (names) => `🔧 사용한 도구: ${names}`,
};
