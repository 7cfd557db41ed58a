/** What was said to `/chat` and needs no model. */

import { askNewestAgain } from '../buttons/newest-answer.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import type { Intent } from '../intent/intent.ts';
import { rememberFact } from '../memory/remember.ts';
import type { CommandContext } from './command.ts';
import { answerHelp } from './help.ts';
import { answerMute } from './mute.ts';
import { askOtherModel, useLanguage } from './own-wish.ts';
import { answerReset } from './reset.ts';
import { answerStatus } from './status.ts';

/** Null: it is a question. */
export function answerSmallWish(
  context: CommandContext,
  intent: Intent,
): Promise<InteractionCallback> | InteractionCallback | null {
  switch (intent.kind) {
    case 'help':
      return answerHelp(context);
    case 'reset':
      return answerReset(context);
    case 'status':
      return answerStatus(context);
    case 'mute':
    case 'unmute':
    case 'mute_refused':
      return answerMute(context, intent);
    case 'private':
      return ephemeral(context.texts.privateAnswer);
    case 'regenerate':
      return askNewestAgain(context, null);
    case 'other_model':
      return askOtherModel(context, intent.model);
    case 'language':
      return useLanguage(context, intent.locale);
    case 'remember':
      return rememberFact(context, { text: intent.fact });
    case 'ask_privately':
    case 'ask':
      return null;
  }
}
