/** What a person reads of live conversations in Discord; the page has texts of its own. Types alone. */
export interface TalkTexts {
  link: (url: string) => string;
}

export interface TalkProblemTexts {
  talk_not_set_up: string;
  talk_unavailable: string;
}
