import type { McpFailure } from '../../../../shared/contract/mcp.ts';
import type { ToolPanelTexts } from '../texts/tool-panel.ts';

const FAILURES: Record<McpFailure, string> = {
  unreachable: '연결할 수 없어요',
  timed_out: '아직 응답이 없어요',
  key_refused: '리브라의 키를 받아 주지 않아요. 봇 운영자가 확인해야 해요',
  rate_limited: '요청이 너무 많다고 해요',
  refused: '오류로 응답해요',
  too_large: '너무 많은 내용을 보내요',
  unreadable: '읽을 수 없는 내용을 보내요',
  circuit_open: '여러 번 실패해서 잠시 쓰지 않아요',
};

export const toolPanelKo: ToolPanelTexts = {
  title: '도구',
  own: '**기본 도구**',
  what: {
    calculator: '단위와 날짜까지 정확하게 계산해요',
    fetch_page: '웹 페이지를 읽어요',
    web_search: '웹에서 찾아요',
    read_channel: '내가 볼 수 있는 이 채널의 최근 메시지를 읽어요',
    roll: '주사위를 굴려요',
    poll: '여기에 투표를 올려요',
    remind: '알림을 맞춰요. 나만 받는 알림은 승인 없이 바로 맞춰요',
  },
  kinds: { reads: '읽기만 해요', writes: '승인한 뒤에 무언가를 바꿔요' },
  leftOut: '⚠️ 자리가 없어 쓰지 못해요. 다른 도구를 꺼 주세요',
  servers: '**MCP 서버의 도구**',
  serverOn: (name, tools) => `✅ **${name}** · 도구 ${tools}개`,
  serverOff: (name) => `⬜ **${name}** · 꺼짐`,
  serverFails: (name, failure) => `⚠️ **${name}** · ${FAILURES[failure]}`,
  foreign: '-# MCP 서버에서 온 도구의 설명은 그 서버가 적은 것이에요.',
  page: (page, pages) => `-# ${pages}쪽 중 ${page}쪽`,
  chooseServers: '여기서 쓸 MCP 서버',
  chooseTools: '여기서 쓸 도구',
  optionOwn: '기본 도구',
  earlier: '이전 목록',
  later: '다음 목록',
  changed: '✅ 바꿨어요. 다음 질문부터 적용돼요.',
  conflict: '⚠️ 그사이 다른 사람이 먼저 바꿨어요. 지금 상태는 아래와 같아요.',
  readOnly: '-# 서버에서는 **서버 관리하기** 권한이 있는 사람이 도구를 켜고 끌 수 있어요.',
};
