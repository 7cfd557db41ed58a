import type { Conversation } from '../conversation.ts';
import type { Texts } from '../locale/texts.ts';
import type { Talk } from '../talk/model.ts';

/** What each part of the page is made of. */
export interface Shown {
  talk: Talk;
  texts: Texts;
  conversation: Conversation;
}
