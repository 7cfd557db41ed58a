/** What an answer has taken from documents, as its reader is shown it: numbers that are true, where they lead, what they say. Pure. */
import type { Passage, PassageFacts, PassagePlace } from '../../../shared/contract/documents.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import { citedIn, dropInvented } from '../../../shared/knowledge/citations.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import { type ActionRow, selectRow } from '../discord/message.ts';
import { MAX_SELECT_CHARS } from '../discord/modal.ts';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import type { Texts } from '../locale/texts.ts';
import { formatButtonId } from './custom-id.ts';
import { escapeLine } from './question.ts';

type About = Pick<LibraResponse, 'documents'>;

/** An answer that was made without documents may hold any numbers. */
export function withoutInvented(text: string, { documents }: About): string {
  return documents === undefined ? text : dropInvented(text, documents.passages.length);
}

/** One line a passage that the answer names, and one where documents could not be searched as they should. */
export function citedLines(text: string, about: About, texts: Texts): string[] {
  const { documents: t } = texts;
  const lines = citedPassages(text, about).map(
    (passage) =>
      `-# ${neutralise(t.cited(passage.number, escapeName(passage.name), whereIn(passage, texts)))}`,
  );
  const problem = about.documents?.problem;
  const told = problem === undefined ? [] : [problem === 'words_only' ? t.wordsOnly : t.unavailable];
  return lines.length + told.length === 0 ? [] : [[...lines, ...told].join('\n')];
}

/** A menu with the passages that the answer names; none when it names none. */
export function passageMenu(text: string, about: About, texts: Texts): ActionRow[] {
  const cited = citedPassages(text, about);
  if (cited.length === 0) return [];
  return [
    selectRow({
      custom_id: formatButtonId({ action: 'passage' }),
      placeholder: texts.documents.openPassage,
      options: cited.map((passage) => ({
        label: labelOf(passage, texts),
        value: formatPlace(passage.place),
        emoji: { name: '📄' },
      })),
    }),
  ];
}

function citedPassages(text: string, { documents }: About): Passage[] {
  const passages = documents?.passages ?? [];
  return citedIn(text, passages.length).flatMap(
    (number) => passages.find((passage) => passage.number === number) ?? [],
  );
}

/** Its page and its heading, as far as it has some. */
export function whereIn({ page, last_page: last, heading }: PassageFacts, { documents: t }: Texts): string {
  return [
    ...(page === null ? [] : [t.pages(page, last ?? page)]),
    ...(heading === null || heading === '' ? [] : [escapeName(heading)]),
  ].join(' · ');
}

const MAX_SHOWN_CHARS = 80;

export function escapeName(text: string): string {
  return escapeLine(text, MAX_SHOWN_CHARS);
}

function labelOf(passage: Passage, texts: Texts): string {
  const { page, last_page: last, heading } = passage;
  const where = [
    ...(page === null ? [] : [texts.documents.pages(page, last ?? page)]),
    ...((heading ?? '') ? [heading] : []),
  ];
  const label = `[${passage.number}] ${[passage.name, ...where].join(' · ')}`.replaceAll(/\s+/g, ' ');
  return dropHidden(label).slice(0, MAX_SELECT_CHARS).toWellFormed();
}

/** The value of an option: at most 60 characters. It carries no right: who may read the passage is asked when it is opened. */
export function formatPlace({ document, version, from, to }: PassagePlace): string {
  return `${document}.${version}.${from}.${to}`;
}

const PLACE = /^([0-9a-f-]{36})\.(\d{1,7})\.(\d{1,5})\.(\d{1,5})$/;

export function parsePlace(value: string): PassagePlace | null {
  const [, document, version, from, to] = PLACE.exec(value) ?? [];
  if (document === undefined) return null;
  return { document, version: Number(version), from: Number(from), to: Number(to) };
}
