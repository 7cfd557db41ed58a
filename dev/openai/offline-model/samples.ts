/** Code and tables, for what a channel does with Markdown. */
import type { Conversation } from './conversation.ts';

interface CodeSample {
  names: RegExp;
  fence: string;
  code: string;
}

export const CODE_SAMPLES: readonly CodeSample[] = [
  {
    names: /파이썬|\bpython\b/i,
    fence: 'python',
    code: 'from collections import Counter\n\n\ndef most_common_words(text: str, count: int = 3) -> list[tuple[str, int]]:\n    """Return the words that occur most often."""\n    words = text.lower().split()\n    return Counter(words).most_common(count)\n\n\nprint(most_common_words("하나 둘 둘 셋 셋 셋"))',
  },
  {
    names: /타입스크립트|\btypescript\b/i,
    fence: 'ts',
    code: 'interface Point {\n  x: number;\n  y: number;\n}\n\nfunction distance(a: Point, b: Point): number {\n  return Math.hypot(a.x - b.x, a.y - b.y);\n}\n\nconsole.log(distance({ x: 0, y: 0 }, { x: 3, y: 4 }));',
  },
  {
    names: /자바스크립트|\bjavascript\b|\bnode(?:\.?js)?\b/i,
    fence: 'js',
    code: "const words = ['하나', '둘', '셋'];\n\nfor (const [index, word] of words.entries()) {\n  console.log(index + 1, word);\n}",
  },
  {
    names: /러스트|\brust\b/i,
    fence: 'rust',
    code: 'fn main() {\n    let total: u32 = (1..=10).sum();\n    println!("1부터 10까지 더하면 {total}");\n}',
  },
  {
    names: /\bsql\b|쿼리/i,
    fence: 'sql',
    code: "SELECT author, count(*) AS notes\nFROM notes\nWHERE created_at > now() - interval '7 days'\nGROUP BY author\nORDER BY notes DESC;",
  },
];

const CODE_IN_GENERAL = /코드|예제|프로그램|\bcode\b|\bexample\b|\bsnippet\b/i;

/** `파이썬 예제 보여줘`, `show me some TypeScript`. */
export function showCode({ prompt, language }: Conversation): string | null {
  const named = CODE_SAMPLES.find(({ names }) => names.test(prompt));
  const sample = named ?? (CODE_IN_GENERAL.test(prompt) ? CODE_SAMPLES[0] : undefined);
  if (sample === undefined) return null;
  const fenced = `\`\`\`${sample.fence}\n${sample.code}\n\`\`\``;
  return language === 'ko'
    ? `오프라인 모델에 준비되어 있는 예제예요.\n\n${fenced}\n\n- 그대로 실행해 볼 수 있어요.\n- 실제 모델이라면 요청에 맞춰 새로 썼을 거예요.`
    : `An example that the offline model has ready:\n\n${fenced}\n\n- It runs as it is.\n- A real model would have written one for your request.`;
}

/** `표로 보여줘`, `show me a table`. */
export function showTable({ prompt, language }: Conversation): string | null {
  if (!/표(?:로|를|\s|$)|\btable\b/i.test(prompt)) return null;
  return language === 'ko' ? TABLES.ko : TABLES.en;
}

export const TABLES = {
  ko: '| 요일 | 할 일 | 시간 |\n|---|---|---:|\n| 월 | 운동 🏃 | 30분 |\n| 화 | 독서 📚 | 1시간 |\n| 수 | 산책 | 20분 |',
  en: '| Day | Task | Time |\n|---|---|---:|\n| Mon | Running 🏃 | 30 min |\n| Tue | Reading 📚 | 1 h |\n| Wed | Walking | 20 min |',
} as const;
