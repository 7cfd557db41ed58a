import type { ActionPressTexts, ActionTexts, ReminderFailure, ReminderTexts } from '../texts/actions.ts';

function hours(count: number): string {
  return count % 24 === 0 ? `${count / 24}일` : `${count}시간`;
}

export const actionsKo: ActionTexts = {
  asks: {
    poll: '🗳️ **이 투표를 올릴까요?** 아직 아무것도 올리지 않았어요.',
    remind: '⏰ **이 알림을 맞춰 둘까요?** 다른 사람도 보게 돼요. 아직 맞추지 않았어요.',
    ownReminder:
      '⏰ **이 알림을 맞춰 둘까요?** 이 답변을 쓰면서 다른 사람의 글을 읽었기 때문에 먼저 여쭤봐요. 아직 맞추지 않았어요.',
    zone: '⏰ **어느 시간대에 계세요?** 아래에서 고르면 알림을 맞춰 둘게요. 한 번만 여쭤봐요.',
    other: '🔧 **이 작업을 할까요?** 아직 아무것도 하지 않았어요.',
  },
  deadline: (untilSec) => `-# 질문한 사람만 정할 수 있어요. <t:${untilSec}:t>까지예요.`,
  approve: '해 줘',
  decline: '하지 마',
  chooseZone: '내 시간대',
  otherZone: '-# 목록에 없나요? `/설정 나`에서 적은 뒤 다시 물어봐 주세요.',
  running: '⏳ **하고 있어요…**',
  done: {
    poll: '✅ **투표를 올렸어요.**',
    remind: '✅ **알림을 맞춰 두었어요.**',
    other: '✅ **했어요.**',
  },
  declined: '✖️ **하지 않기로 했어요.** 아무것도 하지 않았어요.',
  expired: '⌛ **시간이 지나 닫혔어요.** 아무것도 하지 않았어요. 아직 필요하면 다시 물어봐 주세요.',
  unknown:
    '❔ **도중에 끊겨서 이 작업이 되었는지 알 수 없어요.** 다시 묻기 전에 확인해 주세요. 제가 두 번 하지는 않아요.',
  failed: (problem) => `⚠️ **아무것도 하지 않았어요.** ${problem}`,
  poll: ({ question, answers, hours: open, isMulti }) =>
    [
      `**질문:** ${question}`,
      ...answers.map((answer, index) => `${index + 1}. ${answer}`),
      `**기간:** ${hours(open)} · **한 사람이 고를 수 있는 답:** ${isMulti ? '여러 개' : '하나'}`,
      '**올리는 곳:** 이 채널, 모두에게',
    ].join('\n'),
  remind: ({ text, at, isForChannel }) =>
    [
      `**내용:** ${text}`,
      `**시각:** ${typeof at === 'number' ? `<t:${at}:F> (<t:${at}:R>)` : `내 시간대로 ${at}`}`,
      isForChannel
        ? '**알리는 곳:** 이 채널, 모두에게 (멘션은 나에게만 가요)'
        : '**알리는 곳:** 이 채널 (멘션은 나에게만 가요)',
    ].join('\n'),
  other: (tool, server) => (server === null ? `**도구:** ${tool}` : `**도구:** ${server}의 ${tool}`),
  said: '**도구가 알려 온 내용:**',
  problems: {
    action_unavailable: '연결할 수 없었어요. 잠시 뒤에 다시 물어봐 주세요.',
    action_forbidden: '이 채널에서 제게 그럴 권한이 없어요.',
    action_refused: '이 내용으로는 할 수 없었어요. 내용을 바꿔서 다시 부탁해 주세요.',
    action_failed: '도구가 실패했다고 알려 왔어요. 일부는 되었을 수 있어요.',
    reminder_past: '이미 지난 시각이에요. 앞으로 올 시각으로 다시 말해 주세요.',
    reminder_too_far: '1년이 넘게 남은 시각이에요. 1년 안의 알림만 맞출 수 있어요.',
    reminder_full: '맞춰 둔 알림이 이미 20개예요. `/알림`에서 취소할 수 있어요.',
    reminder_unavailable: '지금은 알림을 맞출 수 없어요. 잠시 뒤에 다시 물어봐 주세요.',
  },
};

export const actionPressesKo: ActionPressTexts = {
  action_gone: '이 제안은 이제 닫혔어요. 방금 누른 것으로 한 일은 없어요. 아직 필요하면 다시 물어봐 주세요.',
  action_not_yours: '질문한 사람만 정할 수 있어요.',
  action_not_here: '이 채널에서 그럴 권한이 없으셔서, 제가 대신 할 수도 없어요.',
  reminders_unavailable: '지금은 알림을 볼 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
  reminders_not_yours: '다른 사람의 알림이에요. 내 알림은 `/알림`에서 볼 수 있어요.',
};

const FAILURES: Record<ReminderFailure, string> = {
  channel_gone: '채널이 없어졌어요',
  forbidden: '그 채널에 쓸 권한이 없어요',
  refused: 'Discord가 받아들이지 않았어요',
  unreachable: '한 시간 동안 Discord에 연결할 수 없었어요',
};

export const remindersKo: ReminderTexts = {
  due: (mention, text, isForChannel) =>
    isForChannel ? `⏰ ${text}\n-# ${mention} 님이 맞춰 둔 알림이에요.` : `⏰ ${mention} ${text}`,
  instead: '-# 알림을 맞춘 채널에는 쓸 수 없어서 여기로 보내요.',
  title: (count) => `**내 알림:** ${count}개를 맞춰 두었어요.`,
  empty: '⏰ 맞춰 둔 알림이 없어요. `/채팅`으로 "20분 뒤에 전화하라고 알려 줘"처럼 말해 보세요.',
  item: (number, text, atSec, channelId) =>
    `**${number}.** <t:${atSec}:f> (<t:${atSec}:R>) · <#${channelId}>\n> ${text}`,
  late: '*보내는 중이에요*',
  undelivered: (number, text, atSec, failure) =>
    `**${number}.** ⚠️ <t:${atSec}:f> · 보내지 못했어요: ${FAILURES[failure]}\n> ${text}`,
  legend: '-# 나에게만 보여요. 시각은 내 기기의 시간대예요.',
  choose: '취소할 알림을 골라 주세요',
  cancelled: '🗑️ 알림을 취소했어요.',
  notThere: '🤷 그 알림은 이미 없어졌어요.',
  older: '이전',
  newer: '다음',
};
