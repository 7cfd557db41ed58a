/** What a person reads of tools that write: what is proposed, what came of it, and reminders. Types alone. */

/** Why nothing was done. The key is the code that the user is shown. */
export interface ActionProblemTexts {
  /** Discord, or the bff, could not be reached. */
  action_unavailable: string;
  /** Libra lacks a permission here. */
  action_forbidden: string;
  /** Discord, or the bff, does not accept it. */
  action_refused: string;
  /** The tool itself reports a failure. */
  action_failed: string;
  reminder_past: string;
  reminder_too_far: string;
  /** `limit` are open already. */
  reminder_full: string;
  reminder_unavailable: string;
}

export type ActionProblem = keyof ActionProblemTexts;

/** Presses that change nothing. The key is the code that the user is shown. */
export interface ActionPressTexts {
  /** The proposal is not known any more. */
  action_gone: string;
  /** Somebody else's. */
  action_not_yours: string;
  /** The person, or Libra, may not do it here. */
  action_not_here: string;
  reminders_unavailable: string;
  reminders_not_yours: string;
}

export interface PollFacts {
  /** One line, its markdown escaped. */
  question: string;
  answers: readonly string[];
  hours: number;
  isMulti: boolean;
}

export interface ReminderFacts {
  /** One line, its markdown escaped. */
  text: string;
  /** Unix seconds; or the wall-clock time of a person whose time zone is not known. */
  at: number | string;
  isForChannel: boolean;
}

/** Why a reminder could not be delivered. */
export type ReminderFailure = 'channel_gone' | 'forbidden' | 'refused' | 'unreachable';

export interface ActionTexts {
  /** The first line of the message, by what is to be done. */
  /** `ownReminder`: after text of others was read. */
  asks: { poll: string; remind: string; ownReminder: string; zone: string; other: string };
  /** The last line: `untilSec` in Unix seconds. */
  deadline: (untilSec: number) => string;
  approve: string;
  decline: string;
  /** In the menu of time zones; at most 150 characters. */
  chooseZone: string;
  /** A line of help below it. */
  otherZone: string;
  running: string;
  done: { poll: string; remind: string; other: string };
  declined: string;
  expired: string;
  unknown: string;
  failed: (problem: string) => string;
  /** What is to be done, in words: all of it. */
  poll: (facts: PollFacts) => string;
  remind: (facts: ReminderFacts) => string;
  /** `tool`, `server`: as code. The arguments stand below, as JSON. */
  other: (tool: string, server: string | null) => string;
  /** Above what the tool itself has said. */
  said: string;
  problems: ActionProblemTexts;
}

export interface ReminderTexts {
  /** The message itself. `mention` pings the person. `text`: one line, its markdown escaped. */
  due: (mention: string, text: string, isForChannel: boolean) => string;
  /** Below one that comes by a direct message, since its channel could not be written to. */
  instead: string;
  title: (count: number) => string;
  empty: string;
  /** In a channel: where it will be posted. */
  item: (number: number, text: string, atSec: number, channelId: string) => string;
  /** Its time has come, and it is still being tried. */
  late: string;
  undelivered: (number: number, text: string, atSec: number, failure: ReminderFailure) => string;
  legend: string;
  choose: string;
  cancelled: string;
  notThere: string;
  older: string;
  newer: string;
}
