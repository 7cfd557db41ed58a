/** What Libra says about a conversation: /history, and threads. Types alone. */

/** Why a thread is not opened. The key is the code that the user is shown. */
export interface ThreadProblemTexts {
  thread_in_dm: string;
  thread_in_thread: string;
  /** A channel of another kind than text and announcements. */
  thread_impossible: string;
  thread_private: string;
  /** The person or Libra lacks the permission. */
  thread_forbidden: string;
  /** Libra has no token of its own here. */
  thread_unavailable: string;
  /** Too many threads are open in this server. */
  thread_limit: string;
  /** Discord did not do it, for whatever reason. */
  thread_failed: string;
}

export type ThreadProblem = keyof ThreadProblemTexts;

export interface ConversationTexts {
  history: {
    /** Above the turns: how many there are, and how many of them go to the model. */
    /** Above that, where everybody in the channel talks in one conversation. */
    shared: string;
    /** Who has asked, when the name is not known. */
    somebody: string;
    title: (turns: number, inWindow: number) => string;
    /** What the marks of the turns mean. */
    legend: string;
    /** Messages that are too old to be looked back at. */
    older: (messages: number) => string;
    empty: string;
    /** The person has chosen that nothing is stored. */
    off: string;
    /** In the place of an answer that is still being written, or has no text. */
    pending: string;
    noText: string;
    /** Behind an answer that broke off. */
    broken: string;
    /** Labels of the buttons, at most 80 characters. */
    olderPage: string;
    newerPage: string;
    /** In the select, at most 150 characters. */
    choose: string;
    forgotten: string;
    notThere: string;
    unavailable: string;
  };
  /** /reset where everybody in the channel talks in one conversation. */
  shared: {
    /** For everybody to see: a moderator has ended it. */
    ended: (messages: number) => string;
    /** To somebody who is no moderator. */
    kept: string;
  };
  threads: {
    /** In the place of the answer, while its thread is being opened. */
    opening: string;
    /** What a thread is called whose question has nothing to call it by; at most 100 characters. */
    nameless: string;
    problems: ThreadProblemTexts;
    /** Said to the person who asked alone: a moderator has locked the thread before the answer was there. */
    closed: string;
    /** The answer is there, but its thread is not. */
    answeredHere: (problem: string) => string;
  };
}
