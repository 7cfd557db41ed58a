import type { ActionPressTexts, ActionTexts, ReminderFailure, ReminderTexts } from '../texts/actions.ts';
import { counted } from './counted.ts';

function hours(count: number): string {
  if (count % 24 === 0) return counted(count / 24, 'day');
  return counted(count, 'hour');
}

export const actionsEn: ActionTexts = {
  asks: {
    poll: '🗳️ **Shall I post this poll?** Nothing has been posted yet.',
    remind: '⏰ **Shall I set this reminder?** Others will see it. Nothing has been set yet.',
    ownReminder:
      '⏰ **Shall I set this reminder?** I ask because I read what other people wrote while I made this answer. Nothing has been set yet.',
    zone: '⏰ **Which time zone are you in?** Choose it below, and I set the reminder. I ask only once.',
    other: '🔧 **Shall I do this?** Nothing has been done yet.',
  },
  deadline: (untilSec) => `-# Only the person who asked can decide, until <t:${untilSec}:t>.`,
  approve: 'Do it',
  decline: "Don't",
  chooseZone: 'Your time zone',
  otherZone: '-# Yours is not listed? Enter it under `/settings me`, then ask again.',
  running: '⏳ **On it…**',
  done: {
    poll: '✅ **The poll is posted.**',
    remind: '✅ **The reminder is set.**',
    other: '✅ **Done.**',
  },
  declined: '✖️ **Declined.** Nothing was done.',
  expired: '⌛ **This has expired.** Nothing was done. Ask again if you still want it.',
  unknown:
    '❔ **I was interrupted, and do not know whether this was done.** Please check before you ask again: I will not try it a second time.',
  failed: (problem) => `⚠️ **Nothing was done.** ${problem}`,
  poll: ({ question, answers, hours: open, isMulti }) =>
    [
      `**Question:** ${question}`,
      ...answers.map((answer, index) => `${index + 1}. ${answer}`),
      `**Open for:** ${hours(open)} · **Answers per person:** ${isMulti ? 'several' : 'one'}`,
      '**Where:** in this channel, for everyone',
    ].join('\n'),
  remind: ({ text, at, isForChannel }) =>
    [
      `**Text:** ${text}`,
      `**When:** ${typeof at === 'number' ? `<t:${at}:F> (<t:${at}:R>)` : `${at} in your time zone`}`,
      isForChannel
        ? '**Where:** in this channel, addressed to everyone (only you are pinged)'
        : '**Where:** in this channel (only you are pinged)',
    ].join('\n'),
  other: (tool, server) => (server === null ? `**Tool:** ${tool}` : `**Tool:** ${tool} of ${server}`),
  said: '**What it reported:**',
  problems: {
    action_unavailable: 'It could not be reached. Please ask again in a moment.',
    action_forbidden: "I don't have the permission for it in this channel.",
    action_refused: 'This was not accepted. Please ask again with other details.',
    action_failed: 'The tool reports a failure. Parts of it may have been done.',
    reminder_past: 'That time is already past. Please ask again with a time to come.',
    reminder_too_far: 'That is more than a year away. Reminders can be set for up to a year.',
    reminder_full: 'You have 20 open reminders already. `/reminders` lets you cancel some.',
    reminder_unavailable: 'Reminders cannot be set at the moment. Please ask again in a moment.',
  },
};

export const actionPressesEn: ActionPressTexts = {
  action_gone: 'This proposal is no longer open. Your press did nothing. Ask again if you still want it.',
  action_not_yours: 'Only the person who asked can decide this.',
  action_not_here: 'You may not do that in this channel, so I may not do it for you.',
  reminders_unavailable: 'Your reminders cannot be read at the moment. Please try again in a moment.',
  reminders_not_yours: 'These are somebody else’s reminders. `/reminders` shows yours.',
};

const FAILURES: Record<ReminderFailure, string> = {
  channel_gone: 'its channel is gone',
  forbidden: 'I may not write in its channel',
  refused: 'Discord did not accept it',
  unreachable: 'Discord could not be reached for an hour',
};

export const remindersEn: ReminderTexts = {
  due: (mention, text, isForChannel) =>
    isForChannel ? `⏰ ${text}\n-# A reminder that ${mention} asked for.` : `⏰ ${mention} ${text}`,
  instead: '-# This comes here because I cannot write in the channel where you set it.',
  title: (count) => `**Your reminders:** ${count} open.`,
  empty: '⏰ You have no reminders. Ask for one with `/chat`: "Remind me in 20 minutes to call back".',
  item: (number, text, atSec, channelId) =>
    `**${number}.** <t:${atSec}:f> (<t:${atSec}:R>) · <#${channelId}>\n> ${text}`,
  late: '*being sent*',
  undelivered: (number, text, atSec, failure) =>
    `**${number}.** ⚠️ <t:${atSec}:f> · could not be delivered: ${FAILURES[failure]}\n> ${text}`,
  legend: '-# Only you see this. Times are those of your device.',
  choose: 'Cancel a reminder',
  cancelled: '🗑️ The reminder is cancelled.',
  notThere: '🤷 That reminder is already gone.',
  older: 'Earlier',
  newer: 'Later',
};
