import { beginReading, shortenName } from '../documents/begin.ts';
import { allowedScopes } from '../documents/permissions.ts';
import { messageCommand } from './message-command.ts';

const MAX_TITLE_CHARS = 60;

/** For the channel where its person may do that, and for themselves otherwise. */
export const addToDocuments = messageCommand(
  { name: 'Add to documents', name_localizations: { ko: '문서에 추가' } },
  async (context, { authorName, text }) => {
    const scope = allowedScopes(context.interaction).includes('channel') ? 'channel' : 'me';
    const title = (
      text
        .split('\n')
        .map(withoutMarks)
        .find((line) => line !== '') ?? ''
    ).slice(0, MAX_TITLE_CHARS);
    const name = shortenName(authorName === null ? title : `${authorName}: ${title}`);
    return beginReading(context, scope, [{ name, source: { kind: 'text', text } }]);
  },
);

/** A name is not Markdown: an answer begins with the quote of its question, or with a heading. */
function withoutMarks(line: string): string {
  return line.replace(/^(?:[>\s]|#{1,3} |-# )+/, '').trim();
}
