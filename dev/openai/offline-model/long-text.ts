/** Long Markdown of a chosen length: paragraphs, lists, tables and code, to be split over many messages. */
import type { Conversation, Language } from './conversation.ts';
import { CODE_SAMPLES, TABLES } from './samples.ts';

const LENGTH = /(\d[\d,]*)\s*(?:자|글자|characters?|chars?|letters?)(?![가-힣]*까지)/i;
const LONG =
  /(?:긴|길게|기다란|장문|자세히|자세하게).*(?:글|써|작성|설명|답변|이야기|알려|코드)|(?:글|설명|답변|이야기).*(?:길게|자세히)|\blong\b.*\b(?:text|story|essay|answer|article|post|code)\b|\b(?:essay|article)\b|\bwrite\b.*\bat length\b/i;
const LONG_CODE = /(?:긴|길게).*코드|\blong code\b/i;

const DEFAULT_CHARS = 3_000;
const MOST_CHARS = 50_000;

/** `긴 글 써줘 3000자`, `write a long text of 5000 characters`, `긴 코드 보여줘`. */
export function writeLong({ prompt, language }: Conversation): string | null {
  const asked = LENGTH.exec(prompt)?.[1];
  if (asked === undefined && !LONG.test(prompt)) return null;
  const wanted = Math.min(Number((asked ?? String(DEFAULT_CHARS)).replaceAll(',', '')), MOST_CHARS);
  return LONG_CODE.test(prompt) ? writeCode(wanted, language) : writeText(wanted, language);
}

/** Sections until there are `wanted` characters or a little more: nothing is cut in its middle. */
function writeText(wanted: number, language: Language): string {
  const { title, section, sentences, items } = PHRASES[language];
  const blocks = [`# ${title}`];
  let length = blocks[0]?.length ?? 0;
  for (let number = 1; length < wanted; number += 1) {
    for (const block of [
      `## ${number}. ${section(number)}`,
      pick(sentences, number * 3, 4).join(' '),
      decoration(number, items, language),
    ]) {
      if (length >= wanted) break;
      blocks.push(block);
      length += block.length + 2;
    }
  }
  return blocks.join('\n\n');
}

function decoration(number: number, items: readonly string[], language: Language): string {
  switch (number % 4) {
    case 1:
      return pick(items, number, 3)
        .map((item) => `- ${item}`)
        .join('\n');
    case 2: {
      const { fence, code } = CODE_SAMPLES[number % CODE_SAMPLES.length] ?? { fence: '', code: '' };
      return `\`\`\`${fence}\n${code}\n\`\`\``;
    }
    case 3:
      return TABLES[language];
    default:
      return pick(items, number, 3)
        .map((item, index) => `${index + 1}. ${item}`)
        .join('\n');
  }
}

/** One fence longer than a message may be. */
function writeCode(wanted: number, language: Language): string {
  const lines: string[] = [];
  for (let length = 0, number = 1; length < wanted; number += 1) {
    const line = `def step_${number}(value: int) -> int:\n    return value * ${number} + ${number % 7}  # ${PHRASES[language].step} ${number}\n`;
    lines.push(line);
    length += line.length + 1;
  }
  return `\`\`\`python\n${lines.join('\n')}\`\`\``;
}

function pick(list: readonly string[], from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => list[(from + index) % list.length] ?? '');
}

const PHRASES = {
  ko: {
    title: '오프라인 모델이 쓴 긴 글',
    section: (number: number) => ['시작하며', '살펴보기', '조금 더 깊이', '정리하며'][(number - 1) % 4] ?? '',
    step: '단계',
    sentences: [
      '이 글은 오프라인 대역 모델이 정해진 문장을 이어 붙여 만든 것입니다.',
      '내용에는 뜻이 없지만, 길이와 모양은 실제 답변과 비슷합니다.',
      '긴 답변은 여러 메시지로 나뉘어 전달되고, 문단과 문장의 경계에서 잘립니다.',
      '한글과 English가 섞인 문장도, 이모지 🎈와 **굵은 글씨**도 그대로 지나가야 합니다.',
      '코드 블록이 중간에 나뉘면 닫혔다가 같은 언어로 다시 열립니다.',
      '글을 받는 쪽에서는 글자가 빠지거나 두 번 나오지 않는지 살펴보면 됩니다.',
      '천천히 흘러나오는 글을 보고 있으면, 연결이 끊겼을 때 무엇이 남는지도 알 수 있습니다.',
    ],
    items: [
      '첫째로, 순서를 확인합니다.',
      '둘째로, 빠진 글자를 찾습니다.',
      '셋째로, `코드`와 *강조*를 봅니다.',
      '넷째로, 줄바꿈을 셉니다.',
    ],
  },
  en: {
    title: 'A long text by the offline model',
    section: (number: number) =>
      ['To begin', 'A closer look', 'Deeper still', 'In short'][(number - 1) % 4] ?? '',
    step: 'step',
    sentences: [
      'This text is put together from fixed sentences by the offline stand-in model.',
      'It means nothing, but in length and form it is like a real answer.',
      'A long answer is delivered in several messages, split between paragraphs and sentences.',
      'Words in 한국어, an emoji 🎈 and **bold type** must all come through unharmed.',
      'A code block that is split is closed, and opened again with its language.',
      'Whoever receives it can look for characters that are missing or doubled.',
      'Watching it grow slowly also shows what is left when the connection breaks.',
    ],
    items: [
      'First, check the order.',
      'Second, look for missing characters.',
      'Third, see `code` and *emphasis*.',
      'Fourth, count the line breaks.',
    ],
  },
} as const;
