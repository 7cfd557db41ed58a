import type { TalkProblemTexts, TalkTexts } from '../texts/talk.ts';

export const talkKo: TalkTexts = {
  link: (url) =>
    `🎙️ **이야기해요:** ${url}\n링크는 1분 안에 한 번만, 나만 쓸 수 있으니 다른 사람에게 주지 마세요. 목소리는 말하는 동안만 듣고 저장하지 않아요.`,
};

export const talkProblemsKo: TalkProblemTexts = {
  talk_not_set_up: '여기서는 음성 대화를 쓸 수 없어요. 운영자가 `VOICE_URL`을 설정하면 쓸 수 있어요.',
  talk_unavailable: '지금은 음성 대화를 할 수 없어요. 잠시 뒤에 다시 시도해 주세요.',
};
