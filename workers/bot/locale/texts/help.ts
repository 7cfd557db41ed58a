/** What `/help` says. Types alone. */

export interface HelpFacts {
  /** Questions of a person a minute. */
  callsPerMin: number;
  /** Null in a direct message. `mayMute`, `mayModerate`: the person who asks, in this channel. */
  server: { callsPerMin: number; mayMute: boolean; mayModerate: boolean } | null;
}

export interface HelpTexts {
  /** What Libra can do, group by group; each is a block of its own. All of them name every command that there is. */
  tour: (facts: HelpFacts) => string[];
  /** Above the buttons that ask an example. */
  tryOne: string;
}
