import type { StatusTexts } from '../texts/status.ts';

/** What is left of either kind; null: there is no such bound. */
function amounts(tokens: number | null, microUsd: number | null): string {
  return [
    ...(tokens === null ? [] : [`${tokens.toLocaleString('ko-KR')}토큰`]),
    ...(microUsd === null ? [] : [`$${(microUsd / 1_000_000).toFixed(4)}`]),
  ].join(', ');
}

export const statusKo: StatusTexts = {
  version: (version) => `-# 리브라 ${version}`,
  healthy: (parts) => `정상: ${parts}`,
  parts: { bot: '봇', bff: '대화 서버', redis: 'Redis', database: '데이터베이스', llm: 'AI 연결' },
  health: { ok: '정상', down: '멈춤', slow: '느림' },
  unknown: '알 수 없음',
  unmoderated: '⚪ 질문과 답변을 검사하지 않아요.',
  degraded: '⚠️ Redis에 연결할 수 없어서 더 엄격한 임시 한도를 쓰고 있어요.',
  bff_silent: '⚠️ 대화 서버가 제때 답하지 않아 자세한 상태를 알 수 없어요.',
  calls: (left, limit, at) =>
    `**내 남은 질문: ${left === null ? '알 수 없음' : `${left}회`} / 1분에 ${limit}회**${at === null ? '' : ` — <t:${at}:R>에 다시 늘어나요`}`,
  guildCalls: (left, limit, at) =>
    `서버의 남은 질문: ${left === null ? '알 수 없음' : `${left}회`} / 1분에 ${limit}회${at === null ? '' : ` — <t:${at}:R>에 다시 늘어나요`}`,
  today: (calls, tokens, cost) =>
    `오늘 내 사용량: ${calls.toLocaleString('ko-KR')}회, ${tokens.toLocaleString('ko-KR')}토큰, $${(cost / 1_000_000).toFixed(4)}`,
  todayUnknown: '오늘 내 사용량: 알 수 없음',
  budget: (tokens, money, at) => `오늘 남은 내 예산: ${amounts(tokens, money)} — <t:${at}:R>에 다시 채워져요`,
  guildBudget: (tokens, money, at) =>
    `서버의 오늘 남은 예산: ${amounts(tokens, money)} — <t:${at}:R>에 다시 채워져요`,
  model: (name, fallback) => `기본 모델: \`${name}\`${fallback === null ? '' : ` (예비: \`${fallback}\`)`}`,
  circuit: (target, state, retryAt) =>
    `회로 차단기 \`${target}\`: ${state === 'open' ? '열림' : '시험 중'}${retryAt === null ? '' : ` — <t:${retryAt}:R>에 다시 시험`}`,
};
