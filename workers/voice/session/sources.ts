/** What an answer was taken from, as the page lists it. Pure. */
import type { AnswerFacts } from '../bff/client.ts';

const MAX_SOURCES = 10;

export function sourcesOf({ sources, documents }: AnswerFacts) {
  const passages = (documents?.passages ?? []).map(({ number, name }) => ({
    number,
    title: name,
    url: null,
  }));
  const first = Math.max(0, ...passages.map(({ number }) => number)) + 1;
  const pages = sources.map(({ title, url }, index) => ({ number: first + index, title, url }));
  return [...passages, ...pages].slice(0, MAX_SOURCES);
}
