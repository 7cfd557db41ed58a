import { type Locale, toLocale } from '../../../../shared/contract/caller.ts';
import { english } from './en.ts';
import { korean } from './ko.ts';
import type { Texts } from './texts.ts';

export function textsOf(locale: Locale): Texts {
  return locale === 'ko' ? korean : english;
}

/** Until the voice Worker has said which language the person speaks in Discord. */
export function browserLocale(languages: readonly string[]): Locale {
  return toLocale(languages[0]);
}
