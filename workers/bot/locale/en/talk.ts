import type { TalkProblemTexts, TalkTexts } from '../texts/talk.ts';

export const talkEn: TalkTexts = {
  link: (url) =>
    `🎙️ **Let's talk:** ${url}\nThe link works once, within a minute, and only for you: do not share it. Your voice is heard only while you speak, and is not stored.`,
};

export const talkProblemsEn: TalkProblemTexts = {
  talk_not_set_up:
    'Voice conversations are not set up here. The operator of this bot can set `VOICE_URL` for them.',
  talk_unavailable: 'Voice conversations are not available right now. Please try again in a moment.',
};
