/** The person on whose behalf the bot calls. All ids are Discord snowflakes (decimal strings). */
export interface Caller {
  user_id: string;
  /** Null in a direct message. */
  guild_id: string | null;
  channel_id: string;
  /** Of a thread: its channel. Absent elsewhere. */
  parent_id?: string;
  /** The person's roles in this server; absent outside servers. */
  role_ids?: string[];
  /** True in an age-restricted channel, as far as Discord says. */
  age_restricted?: true;
  /** The channel of a server in which the question was asked, where the person may read what was said there before. */
  history_channel_id?: string;
  /** True in the direct messages of this person with Libra: nobody else reads what is answered there. */
  direct?: true;
  /** As others see it in this place; absent when Discord did not say. */
  display_name?: string;
  /** Language for texts made by Libra. */
  locale: Locale;
}

export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** Maps any Discord locale (`ko`, `en-US`, `fr`, nonsense) to one that Libra speaks. English is the default. */
export function toLocale(discordLocale: string | undefined): Locale {
  return discordLocale === 'ko' || discordLocale?.startsWith('ko-') ? 'ko' : 'en';
}
