import { expect, it } from 'vitest';
import { languageOf } from './language.ts';

it.each<[string, string | undefined]>([
  ['안녕하세요', 'ko'],
  ['Cloudflare Workers에서 돌아갑니다', 'ko'],
  ['Hello, 하늘! How are you today?', 'en'],
  ['코드입니다 ```js\nconst answer = compute(everything);\n```', 'ko'],
  ['1 2 3 🎉', undefined],
  ['', undefined],
])('%j is in %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});
