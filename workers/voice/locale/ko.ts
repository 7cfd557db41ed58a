import type { TalkTexts } from './texts.ts';

export const ko: TalkTexts = {
  stages: {
    hearing: '무슨 말씀인지 알아듣지 못했어요. 다시 말하거나 글로 적어 주세요.',
    answering: '지금은 답할 수 없어요. 잠시 뒤에 다시 말해 주세요.',
    speaking: '지금은 소리를 낼 수 없어서 글로 답할게요.',
    switching: '지금은 바로 이야기할 수 없어서 조금 느린 방식으로 답할게요.',
  },
  loading: {
    hearing: '아직 들을 준비를 하고 있어요. 1분쯤 뒤에 다시 말하거나 글로 적어 주세요.',
    speaking: '아직 목소리를 준비하고 있어서 글로 답할게요.',
  },
  budgetUsed: '오늘 쓸 수 있는 양을 다 썼어요. 내일 다시 이야기해요.',
  tooMany: '1분 동안 물어볼 수 있는 횟수를 다 썼어요. 잠시만 기다려 주세요.',
  waits: {
    budget_held: '아직 끝나지 않은 답변이 오늘 남은 양을 잡아 두고 있어요. 잠시 뒤에 다시 말해 주세요.',
    moderation_cooldown: '막힌 이야기가 여러 번 나와서 한동안 쉴게요. 나중에 다시 말해 주세요.',
  },
  blocked: '그 이야기는 할 수 없어요.',
  userBlocked: '이 서버의 관리자가 리브라를 쓰지 못하게 했어요.',
  notAllowedHere: '그 채널에서는 답하지 않도록 정해져 있어요.',
  ended: {
    person: '대화를 마쳤어요.',
    replaced: '다른 창에서 이어 가고 있어요.',
    idle: '30분 동안 말이 없어서 대화를 마쳤어요.',
    time_used: '오늘 이야기할 수 있는 시간을 다 썼어요. 내일 만나요.',
    budget_used: '오늘 쓸 수 있는 양을 다 썼어요. 내일 만나요.',
    lost: '연결이 너무 오래 끊겨서 대화를 마쳤어요. /대화를 다시 써 주세요.',
    failed: '문제가 생겨서 대화를 마쳤어요. /대화를 다시 써 주세요.',
  },
  transcript: {
    content: '🎙️ 음성 대화 기록이에요',
    fileName: 'conversation.txt',
    you: '나',
    libra: '리브라',
  },
};
