import { rememberFact } from '../memory/remember.ts';
import { refuse } from '../message/refusal.ts';
import { messageCommand } from './message-command.ts';

/** Only of one's own messages: what others write is no fact about the person. */
export const rememberThis = messageCommand(
  { name: 'Remember this', name_localizations: { ko: '기억 수첩에 적기' } },
  async (context, { id, authorId, text }) => {
    const { caller, texts } = context;
    return authorId === caller.user_id
      ? rememberFact(context, { text, message: id })
      : refuse(texts, 'remember_own_only');
  },
);
