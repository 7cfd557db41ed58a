import type { TalkProblemTexts, TalkTexts } from '../texts/talk.ts';

export const talkEn: TalkTexts = {
  link: (url) =>
    `🎙️ **Let's talk:** ${url}\nThe link works once, within a minute, and only for you: do not pass it on. Your voice is heard only while you speak, and is not stored.`,
};

export const talkProblemsEn: TalkProblemTexts = {
  talk_not_set_up: 'Talking aloud is not set up here. The operator of this bot can set `VOICE_URL` for it.',
  talk_unavailable: 'Talking aloud is not possible at the moment. Please try again in a moment.',
};
