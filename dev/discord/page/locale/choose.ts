import type { PageLocale } from '../../protocol.ts';
import { english } from './en.ts';
import { korean } from './ko.ts';
import type { Texts } from './texts.ts';

export function textsFor(locale: PageLocale): Texts {
  return locale === 'ko' ? korean : english;
}
