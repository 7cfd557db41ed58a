import type { Locale } from '../../../shared/contract/caller.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';
import type { Texts } from './texts.ts';

const TEXTS: Record<Locale, Texts> = { ko, en };

export function textsFor(locale: Locale): Texts {
  return TEXTS[locale];
}
