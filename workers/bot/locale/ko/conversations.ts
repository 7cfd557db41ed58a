import type { ConversationTexts } from '../texts/conversations.ts';

export const conversationsKo: ConversationTexts = {
  history: {
    shared: '👥 **이 채널에서는 모두가 하나의 대화를 함께 이어가요.**',
    somebody: '누군가',
    title: (turns, inWindow) =>
      `**여기서 나눈 대화 중 기억하는 것:** 질문 ${turns}개. ${inWindow === turns ? '다음 질문을 할 때 모두 함께 전달돼요.' : inWindow === 0 ? '다음 질문을 할 때는 전달되지 않아요.' : `다음 질문을 할 때 ${inWindow}개가 함께 전달돼요.`}`,
    legend: '-# 🧠 다음 질문에 함께 전달 · ✂️ 일부만 전달 · 💤 오래되어 전달하지 않음 · 나에게만 보여요.',
    older: (messages) =>
      `-# 더 오래된 메시지 ${messages.toLocaleString('ko-KR')}개는 저장되어 있지만 더는 참고하지 않아요.`,
    empty: '🌱 여기서 나눈 대화 중 기억하는 것이 없어요. `/채팅`으로 말을 걸어 주세요.',
    off: '-# 🙈 기억을 꺼 두어서 새로운 대화는 저장하지 않아요. `/개인정보 기억`에서 바꿀 수 있어요.',
    pending: '*답하는 중이에요*',
    noText: '*글 없음*',
    broken: '*(끊김)*',
    olderPage: '이전 대화',
    newerPage: '최근 대화',
    choose: '잊을 질문을 골라 주세요',
    forgotten: '🗑️ 질문과 답을 잊었어요. 다음 답변부터는 이 내용을 몰라요.',
    notThere: '🤷 그 질문은 이미 없어졌어요.',
    unavailable: '지금은 대화를 볼 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
  },
  shared: {
    ended: (messages) =>
      `🧹 이 채널에서 모두가 함께하던 대화를 끝냈어요. 지난 메시지 ${messages.toLocaleString('ko-KR')}개는 더 이상 참고하지 않아요.`,
    kept: '👥 이 채널에서는 모두가 하나의 대화를 함께 이어가요. 대화를 끝내는 일은 **메시지 관리하기** 권한이 있는 사람만 할 수 있어요. 내가 한 질문은 `/기록`에서 잊게 할 수 있어요.',
  },
  threads: {
    opening: '🧵 이 답변의 스레드를 열고 있어요…',
    nameless: '리브라와 나눈 대화',
    problems: {
      thread_in_dm: 'DM에서는 스레드를 만들 수 없어요. `스레드` 없이 질문해 주세요.',
      thread_in_thread:
        '여기는 이미 스레드예요. 채널과 따로 대화를 이어가니까 `스레드` 없이 바로 질문해 주세요.',
      thread_impossible: '이런 종류의 채널에는 스레드를 만들 수 없어요. `스레드` 없이 질문해 주세요.',
      thread_private: '나에게만 보이는 답변에는 스레드를 만들 수 없어요. 둘 중 하나만 골라 주세요.',
      thread_forbidden:
        '스레드를 만들려면 이 채널에서 나와 리브라 모두 **공개 스레드 만들기** 권한이 있어야 해요. `스레드` 없이 질문하거나 서버 관리자에게 문의해 주세요.',
      thread_unavailable:
        '이 봇에는 스레드가 설정되어 있지 않아요. `스레드` 없이 질문하거나 운영자에게 문의해 주세요.',
      thread_limit: '이 서버에 열려 있는 스레드가 너무 많아요.',
      thread_failed: 'Discord가 스레드를 열지 않았어요.',
    },
    closed:
      '🔒 여기에는 더 이상 답변을 쓸 수 없어요. 스레드가 잠겼거나 제 권한이 바뀌었어요. 다른 곳에서 물어봐 주세요.',
    answeredHere: (problem) => `🧵 ${problem} 이 답변은 채널의 대화로 이어져요.`,
  },
};
