import type { TalkTexts } from './texts.ts';

export const en: TalkTexts = {
  stages: {
    hearing: "I couldn't make out what you said. Please say it again, or type it.",
    answering: "I can't answer at the moment. Please try again in a moment.",
    speaking: "I can't speak at the moment, so I'll answer in writing.",
    switching: "I can't talk directly at the moment, so I'll answer the slower way.",
  },
  loading: {
    hearing: "I'm still getting ready to listen. Please say it again in a minute, or type it.",
    speaking: "I'm still getting my voice ready, so I'll answer in writing.",
  },
  budgetUsed: "Today's budget is used up, so let's talk again tomorrow.",
  tooMany: 'That was the most that you can ask in a minute. Please wait a moment.',
  waits: {
    budget_held:
      "Answers that are still being written have reserved the rest of today's budget. Please try again in a moment.",
    moderation_cooldown: "Several messages were blocked, so I'm pausing for a while. Please try again later.",
  },
  blocked: "I can't talk about that.",
  userBlocked: 'A moderator of this server has blocked you from using Libra.',
  notAllowedHere: "I can't answer in that channel.",
  ended: {
    person: 'The conversation has ended.',
    replaced: 'The conversation continues in another window.',
    idle: 'Nobody spoke for half an hour, so the conversation has ended.',
    time_used: "Today's time for talking is used up. See you tomorrow.",
    budget_used: "Today's budget is used up. See you tomorrow.",
    lost: 'The connection was lost for too long, so the conversation has ended. Please use /talk again.',
    failed: 'Something went wrong, so the conversation has ended. Please use /talk again.',
  },
  transcript: {
    content: '🎙️ Transcript of a voice conversation',
    fileName: 'conversation.txt',
    you: 'You',
    libra: 'Libra',
  },
};
