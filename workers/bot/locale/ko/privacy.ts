import type { PrivacyTexts } from '../texts/privacy.ts';
import { toUnixSec } from '../time.ts';

const amount = (count: number) => count.toLocaleString('ko-KR');

export const privacyKo: PrivacyTexts = {
  summary: ({
    conversations,
    messages,
    usage_events: calls,
    facts,
    oldest_message_at,
    retention_days: days,
    remember,
  }) => {
    const oldest = toUnixSec(oldest_message_at);
    return [
      '**저장된 내 정보**',
      `대화 ${amount(conversations)}개, 메시지 ${amount(messages)}개${oldest === null ? '' : ` (가장 오래된 것: <t:${oldest}:D>)`}`,
      `모델 사용 기록 ${amount(calls)}건 (글 내용 없이 토큰 수와 비용만)`,
      `기억 수첩에 적힌 것 ${facts}개 (\`/기억수첩 목록\`)`,
      '',
      remember ? '대화를 기억하고 있어요.' : '대화를 기억하지 않고 있어요.',
      `메시지는 ${days}일이 지나면 저절로 지워져요.`,
      '`/개인정보 내려받기` · `/개인정보 지우기`',
    ].join('\n');
  },
  exported: '📦 저장된 내 정보 전부예요. 이 메시지는 나에게만 보여요.',
  remembering: (enabled) =>
    enabled
      ? '🧠 이제부터 나눈 대화를 기억할게요.'
      : '🙈 이제부터 아무것도 기억하지 않을게요. 이미 저장된 것은 `/개인정보 지우기`로 지울 수 있어요.',
  confirmErasure:
    '**저장된 내 정보를 모두 지울까요?** 모든 서버와 DM에서 나눈 대화가 지워지고, 되돌릴 수 없어요. 지금 쓰고 있는 답변은 멈추고, 답변 아래의 버튼은 없어져요. 사용 기록은 누구의 것인지 알 수 없게 돼요.',
  erased: (messages, areAnswersKept) =>
    `🗑️ 모두 지웠어요. (메시지 ${amount(messages)}개)${areAnswersKept ? ' 임시로 보관한 답변은 지금 지울 수 없었어요. 늦어도 16분 안에 저절로 지워져요.' : ''}`,
  kept: '↩️ 아무것도 지우지 않았어요.',
};
