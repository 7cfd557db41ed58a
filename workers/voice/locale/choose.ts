import type { Locale } from '../../../shared/contract/caller.ts';
import { en } from './en.ts';
import { ko } from './ko.ts';
import type { TalkTexts } from './texts.ts';

export function textsOf(locale: Locale): TalkTexts {
  return locale === 'ko' ? ko : en;
}
