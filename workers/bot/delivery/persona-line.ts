/**
 * Who answers, above the answer: a small line of its own, so that a heading, a list or a code block below it stays one. It is a part of the
 * shown text and so is split, edited and found again like all of it. Pure: events in, events out.
 */
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import type { AnswerStream } from '../bff/ask.ts';
import type { Texts } from '../locale/texts.ts';
import { nameOf } from '../personas/names.ts';

export async function* withPersonaLine(answer: AnswerStream, texts: Texts): AnswerStream {
  let line = '';
  let isShown = false;
  for (;;) {
    const step = await answer.next();
    if (step.done === true) return step.value;
    const event = step.value;
    if (event.kind === 'about' && event.libra.persona !== undefined)
      line = lineOf(event.libra.persona, texts);
    if (event.kind === 'retracted') isShown = false;
    // Without text there is no answer, and a line alone would look like one.
    if (event.kind === 'text' && !isShown && line !== '' && event.text.trim() !== '') {
      isShown = true;
      yield { kind: 'text', text: `${line}\n${event.text.trimStart()}` };
    } else yield event;
  }
}

function lineOf({ name, avatar }: NonNullable<LibraResponse['persona']>, texts: Texts): string {
  const shown = `${avatar ?? ''} ${nameOf(name, texts)}`.replaceAll(/\s+/g, ' ');
  const visible = avatar?.startsWith('<') === true ? shown.trim() : dropHidden(shown).trim();
  return visible === '' ? '' : `-# ${visible}`;
}

/** What was shown, without the line: it is no part of what the model has said. */
export function withoutPersonaLine(text: string, { persona }: LibraResponse): string {
  return persona === undefined ? text : text.replace(/^\s*-# [^\n]*\n/, '');
}
