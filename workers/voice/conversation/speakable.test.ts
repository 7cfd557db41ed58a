import { expect, it } from 'vitest';
import { toSpeakable } from './speakable.ts';

it.each([
  ['**서울**은 한국의 _수도_예요 [1].', '서울은 한국의 수도예요.'],
  ['수도예요 [1, 3]. 커요 [2][3].', '수도예요. 커요.'],
  ['See [the page](https://example.com/a_b) for more.', 'See the page for more.'],
  ['홈페이지(https://example.com/ko/)를 보세요.', '홈페이지를 보세요.'],
  ['A guide](https://example.com/a_b) for more.', 'A guide for more.'],
  ['|---|---|\n| 김 | 30 |', '김 30'],
  ['Look at https://example.com now', 'Look at now'],
  ['- first\n- second', 'first second'],
  ['# Title', 'Title'],
  ['```js\nlet a;\n```', ''],
  ['Great 🎉!', 'Great !'],
  ['5 * 3 = 15', '5 * 3 = 15'],
  ['2**3 = 8, *5* of **10**', '2**3 = 8, 5 of 10'],
  ['내일은 **20~25도**예요', '내일은 20~25도예요'],
  ['~~아니~~ 3~5일 걸려요', '아니 3~5일 걸려요'],
  ['Call read_file, __not__ that', 'Call read_file, not that'],
  ['**5** of *ten*', '5 of ten'],
  ['👍🏽', ''],
  ['🇰🇷 1️⃣ 👩‍👩‍👧', '1'],
  ['---', ''],
  ['|---|:-:|', ''],
])('%s', (text, spoken) => expect(toSpeakable(text)).toBe(spoken));
