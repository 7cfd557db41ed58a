import type { MemoryProblemTexts, MemoryTexts } from '../texts/memory.ts';
import { counted } from './counted.ts';

export const memoryEn: MemoryTexts = {
  consent: (where) =>
    `🧠 **Shall I remember things about you ${where === 'everywhere' ? 'everywhere you talk with me' : 'here'}?** If you agree, I keep what you tell me about yourself and use it in later conversations; you can see, change and erase all of it with \`/memory\`, and stop at any time.`,
  consentFirst:
    'I have not kept that yet: personal memory is off here until you agree. Then just say it again.',
  agree: 'Agree',
  state: ({ state, where, allowed, learns }) => {
    if (!allowed) return 'Conversations are not stored here, so nothing is remembered either.';
    if (state === 'off') return 'Personal memory is off. To switch it on: `/memory on`';
    if (state === 'paused') return 'Paused in this conversation, until `/reset` or `/memory on`.';
    const place = where === 'everywhere' ? 'everywhere' : 'here';
    return `Personal memory is on ${place}.${learns ? '' : ' I keep only what you ask me to remember.'}`;
  },
  paused:
    '⏸️ In this conversation I neither learn nor use anything about you, until `/reset` or `/memory on`.',
  switchedOff: (where) =>
    `🙈 Personal memory is off ${where === 'everywhere' ? 'everywhere' : 'here'} from now on. What I know stays until you erase it: \`/memory list\`, \`/memory forget\`.`,
  agreed: (where, learns) =>
    `🧠 Thank you. Personal memory is on ${where === 'everywhere' ? 'everywhere' : 'here'}. ${learns ? 'I learn from what you tell me about yourself, and' : 'I remember what you ask me to, for example'} \`/chat\` \`remember that …\` ${learns ? 'works as well.' : ''}`.trimEnd(),
  notAllowed:
    'ℹ️ Conversations are not stored here (`/settings`, `/privacy remember`), so I remember nothing about you either until that changes.',
  title: (facts) => `🧠 **What I remember about you** (${facts})`,
  empty:
    'Nothing yet. Say `remember that …` in `/chat`, or use **Apps → Remember this** on one of your messages.',
  elsewhere: (facts) =>
    `-# ${facts === 1 ? 'One more is' : `${facts} more are`} from other places and not used here. In a direct message with me you can see all of them.`,
  origins: { told: '✍️ you asked me to', message: '📌 from a message', learned: '👂 from what you said' },
  places: { everywhere: '🌐 everywhere', elsewhere: '📍 another place' },
  uses: (answers) => `used in ${counted(answers, 'answer')}`,
  before: (text, until) => `↩️ before <t:${until}:D>: ${text}`,
  chooseToForget: 'Choose what to forget',
  newerPage: 'Newer',
  olderPage: 'Older',
  remembered: (text) => `🧠 I'll remember that: ${text}`,
  superseded: (text) => `-# This replaces: ${text}`,
  edited: (text, isEverywhere) => `✏️ Changed: ${text}${isEverywhere ? '\n-# 🌐 used everywhere' : ''}`,
  forgotten: (facts) =>
    `🧽 Forgotten${facts === 1 ? '' : ` (${facts})`}. What was said in our conversation is still there: \`/history\`, \`/reset\`.`,
  notThere: '🤷 That was no longer there.',
  forgetAll: '🧽 Forget everything, everywhere',
  usedTitle: '🧠 **This was sent with your question:**',
  usedNote: 'Only you see this. `/memory list` shows everything.',
  usedGone: '🤷 What was sent with this question has been forgotten.',
  forgetNumber: (number) => `Forget ${number}`,
  exported: (facts) => `📦 Here is what I remember about you (${facts}). Only you see this.`,
};

export const memoryProblemsEn: MemoryProblemTexts = {
  memory_unavailable: "I can't reach what I remember right now. Please try again in a moment.",
  fact_unclear:
    'I cannot tell which one you mean. Please choose it from the list that appears while you type.',
  fact_unchanged: 'Please say what to change: the `text`, or `where` it is used.',
  remember_own_only:
    'I only remember your own words about yourself. Say it in your words: `/chat` `remember that …`.',
};
