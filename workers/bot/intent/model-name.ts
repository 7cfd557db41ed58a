/**
 * Tells the name of an AI model from any other word, so that "use Python instead" stays a question: by the families that people
 * know, and by the marks that only such names have. Which of them may be used is the catalogue's to say. Pure.
 */

/** `written:read` where a family is named in Korean. */
const KOREAN_FAMILIES =
  '챗지피티:gpt 챗gpt:gpt 지피티:gpt 클로드:claude 제미나이:gemini 제미니:gemini 라마:llama 딥시크:deepseek 미스트랄:mistral 그록:grok 큐웬:qwen 젬마:gemma 소넷:sonnet 오퍼스:opus 하이쿠:haiku'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]);

const FAMILY =
  'gpt|chatgpt|claude|gemini|gemma|llama|mistral|mixtral|ministral|codestral|qwen|qwq|deepseek|grok|phi|sonnet|opus|haiku|kimi|glm|nemotron|granite|exaone|solar|hyperclova|command-r|o[1345](?:-mini|-pro|-preview)?';

/** `gpt-4o`, `gpt 4o mini`, `claude sonnet 4.5`, `llama3:8b`: a family, then nothing but its versions. */
const NAME = new RegExp(
  `^(?:${FAMILY})[\\w.:-]*(?: (?:${FAMILY}|v?\\d[\\w.:-]*|mini|nano|pro|flash|lite|turbo|max|large|small|medium|instruct|preview|latest|thinking))*$`,
);

/** Poems, a stone, the sun, a letter, unless a version or a maker stands beside it: "하이쿠로 써줘", "use granite instead". */
const WORDS: readonly string[] = ['haiku', 'sonnet', 'granite', 'solar', 'phi'];

/** `@cf/meta/llama-4`, `openai/gpt-4o`: what has a maker has no spaces. */
const PATH = new RegExp(`^@?[a-z][\\w.-]*/(?:[\\w.-]+/)?[\\w.:-]*(?:${FAMILY})[\\w.:-]*$`);

const MAX_CHARS = 60;

/** Undefined when it is none. `written` is normalised: in lower case, with single spaces. */
export function readModelName(written: string): string | undefined {
  const typed = written.trim();
  if (typed.length > MAX_CHARS) return undefined;
  const [korean, family] = KOREAN_FAMILIES.find(([name]) => typed.startsWith(name)) ?? ['', ''];
  const name = `${family}${typed.slice(korean.length)}`.replace(/^(?:gpt|chatgpt) (?=\d)/, 'gpt-');
  return !WORDS.includes(name) && (NAME.test(name) || PATH.test(name)) ? name : undefined;
}
