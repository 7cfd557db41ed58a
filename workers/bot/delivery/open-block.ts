/**
 * What goes on with an answer that broke off within a code block begins with the line that opens one: else its code would be shown as
 * text, and the mark that ends it would open a block for the text behind it. Pure: events in, events out.
 */
import type { AnswerStream } from '../bff/ask.ts';

const MARK_CHARS = 3;
/** A line that begins with a mark is known to hold no more than that within so many characters. */
const MAX_HELD_CHARS = 40;

/** `opens`: that line. */
export async function* withOpenBlock(answer: AnswerStream, opens: string): AnswerStream {
  let held = '';
  let hasBegun = false;
  for (;;) {
    const step = await answer.next();
    if (step.done === true) {
      if (held.trim() !== '') yield { kind: 'text', text: begin(held, opens) };
      return step.value;
    }
    const event = step.value;
    if (event.kind === 'retracted') {
      held = '';
      hasBegun = false;
    }
    if (event.kind !== 'text' || hasBegun) {
      yield event;
      continue;
    }
    held += event.text;
    if (!isTelling(held)) continue;
    hasBegun = true;
    yield { kind: 'text', text: begin(held, opens) };
    held = '';
  }
}

const MARK = /^\s*(?:`{3,}|~{3,})/;

function isTelling(text: string): boolean {
  const said = text.trimStart();
  if (!MARK.test(said)) return said.length >= MARK_CHARS;
  return said.includes('\n') || said.length >= MAX_HELD_CHARS;
}

/** Some models open a block themselves, with its language; others begin with the mark that ends the one before. */
function begin(text: string, opens: string): string {
  if (!MARK.test(text)) return `${opens}\n${text.replace(/^\n+/, '')}`;
  const isEnd = hasLanguage(opens) && /^\s*(?:`{3,}|~{3,})[ \t]*(?:\n|$)/.test(text);
  return isEnd ? text.replace(MARK, '').trimStart() : text;
}

function hasLanguage(opens: string): boolean {
  return /[^`~]$/.test(opens);
}
