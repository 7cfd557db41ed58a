import type { ConversationTexts } from '../texts/conversations.ts';
import { counted } from './counted.ts';

function sentAlong(turns: number, inWindow: number): string {
  if (inWindow === turns) return 'All of it is sent with your next question.';
  if (inWindow === 0) return 'None of them is sent with your next question.';
  return `${inWindow} of them ${inWindow === 1 ? 'is' : 'are'} sent with your next question.`;
}

export const conversationsEn: ConversationTexts = {
  history: {
    shared: '👥 **In this channel everybody talks with me in one conversation.**',
    somebody: 'somebody',
    title: (turns, inWindow) =>
      `**What I remember of our conversation here:** ${counted(turns, 'question')}. ${sentAlong(turns, inWindow)}`,
    legend: '-# 🧠 sent with the next question · ✂️ only in part · 💤 too long ago · Only you see this.',
    older: (messages) =>
      `-# ${counted(messages, 'older message is', 'older messages are')} stored, but no longer used.`,
    empty: '🌱 I remember no conversation with you here. Ask me something with `/chat`.',
    off: '-# 🙈 My memory is off for you: nothing new is stored. `/privacy remember` changes that.',
    pending: '*still being answered*',
    noText: '*no text*',
    broken: '*(broke off)*',
    olderPage: 'Older',
    newerPage: 'Newer',
    choose: 'Choose a question that I should forget',
    forgotten: '🗑️ The question and its answer are forgotten. My next answer will not know of them.',
    notThere: '🤷 That question was no longer there.',
    unavailable: "I can't look at our conversation right now. Please try again in a moment.",
  },
  shared: {
    ended: (messages) =>
      `🧹 The conversation of this channel has been ended for everybody. I no longer look back at ${messages === 1 ? 'the last message' : `the last ${messages} messages`}.`,
    kept: '👥 In this channel everybody talks with me in one conversation, and only members with the **Manage Messages** permission can end it. To make me forget what you have asked: `/history`',
  },
  threads: {
    opening: '🧵 Opening a thread for this answer…',
    nameless: 'Conversation with Libra',
    problems: {
      thread_in_dm: 'There are no threads in direct messages. Please ask without `thread`.',
      thread_in_thread:
        'This is already a thread, with a conversation of its own. Just ask here, without `thread`.',
      thread_impossible: 'In a channel of this kind I cannot open a thread. Please ask without `thread`.',
      thread_private:
        'An answer that only you see cannot have a thread. Please choose one of the two: private, or `thread`.',
      thread_forbidden:
        'A thread needs the **Create Public Threads** permission in this channel, yours and mine. Please ask without `thread`, or ask a moderator.',
      thread_unavailable:
        'Threads are not set up for this bot. Please ask without `thread`, or ask the operator of this bot.',
      thread_limit: 'Too many threads are open in this server.',
      thread_failed: 'Discord did not open the thread.',
    },
    closed:
      '🔒 I can no longer write here: the thread was locked, or my access to it has ended. Please ask me elsewhere.',
    answeredHere: (problem) => `🧵 ${problem} The answer belongs to the conversation in the channel.`,
  },
};
