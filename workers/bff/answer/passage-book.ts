/** The passages of one answer: those that were found for the question, and those that its model has looked for since. */
import type { DocumentSources } from '../../../shared/contract/libra.ts';
import type { NumberedPassage } from '../documents/framed-passages.ts';
import type { Retrieved } from '../knowledge/look-up.ts';
import type { PassageBook } from '../tools/search-documents.ts';

export interface AnswerBook extends PassageBook {
  /** What stands before the question. */
  open(shown: DocumentSources): void;
  /** All that was shown by now; null: there are no documents for this question. */
  sources(): DocumentSources | null;
}

export function createPassageBook(): AnswerBook {
  let sources: DocumentSources | null = null;
  return {
    open(shown) {
      sources = { ...shown, passages: [...shown.passages] };
    },
    sources: () => sources,
    number({ passages }: Retrieved): NumberedPassage[] {
      const known = sources?.passages ?? [];
      sources ??= { passages: known };
      return passages.map((passage) => {
        const { name, heading, page, last_page, place } = passage;
        const before = known.find((each) => JSON.stringify(each.place) === JSON.stringify(place));
        const number = before?.number ?? known.length + 1;
        if (before === undefined) known.push({ number, name, heading, page, last_page, place });
        return { ...passage, number };
      });
    },
  };
}
