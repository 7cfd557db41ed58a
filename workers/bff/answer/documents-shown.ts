/** The passages that go into a prompt, as the prompt and the reader are told of them. Pure. */
import type { DocumentSources } from '../../../shared/contract/libra.ts';
import { fitPassages, type NumberedPassage } from '../documents/framed-passages.ts';
import type { Past } from './prepare.ts';

/** Of what is reserved for what was said before, at most half: the rest is the conversation's. */
const SHARE = 0.5;

export function passagesFor({ retrieved }: Pick<Past, 'retrieved'>, windowTokens: number): NumberedPassage[] {
  return fitPassages(retrieved?.passages ?? [], Math.floor(windowTokens * SHARE));
}

/** Null: there are no documents for this question. */
export function documentsShown(past: Pick<Past, 'retrieved'>, windowTokens: number): DocumentSources | null {
  const { retrieved } = past;
  if (retrieved === undefined) return null;
  const passages = passagesFor(past, windowTokens).map(
    ({ number, name, heading, page, last_page, place }) => ({
      number,
      name,
      heading,
      page,
      last_page,
      place,
    }),
  );
  return { passages, ...(retrieved.problem === null ? {} : { problem: retrieved.problem }) };
}
