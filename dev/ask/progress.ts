import { splitFailure } from './failure.ts';

/**
 * Prints only what is new. Text that moves from the end of one message into the next differs in white space alone and is
 * not printed again; an edit that rewrote earlier text starts again on a line of its own.
 */
export function createProgress(onText: (added: string) => void): (content: string) => void {
  let shown = '';
  return (content) => {
    const { text } = splitFailure(content);
    if (findRest(shown, text) !== undefined) return;
    onText(findRest(text, shown) ?? `\n${text}`);
    shown = text;
  };
}

/** What `text` has behind `start`, white space aside; undefined when it does not start so. */
function findRest(text: string, start: string): string | undefined {
  let at = 0;
  for (const character of start.replace(/\s+/g, '')) {
    while (/\s/.test(text.charAt(at))) at += 1;
    if (!text.startsWith(character, at)) return undefined;
    at += character.length;
  }
  return text.slice(at);
}
