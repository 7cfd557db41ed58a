/** Where a text may part into the wish for a private answer and the question itself. Pure. */
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';
import { MAX_PHRASE_CHARS } from './normalise.ts';

export type Parts = [wish: string, prompt: string];

const FIRST_MARK = /[:：\n.!,]|\s[-–—]\s/;
const LAST_MARK = /[.!?？。\n](?=[^.!?？。\n]+[.!~?]*\s*$)/;

/** Parted by a mark, before or behind the question: no phrase is looked for inside a question. */
export function partsByMarks(text: string): Parts[] {
  const first = text.slice(0, MAX_PHRASE_CHARS).search(FIRST_MARK);
  const tail = text.slice(-MAX_PHRASE_CHARS);
  const mark = tail.search(LAST_MARK);
  const last = text.length - tail.length + mark + 1;
  return [
    ...partsByBrackets(text.trim()),
    ...(first === -1 ? [] : [toParts(text.slice(0, first), text.slice(first + 1).replace(/^[-–—]\s/, ''))]),
    ...(mark === -1 ? [] : [toParts(text.slice(last), text.slice(0, last))]),
  ];
}

const BARE = '(?:privately|in private|[나저]만 ?(?:보이게|볼 수 있게|보게)|비공개로)(?: please)?';
const BARE_WISH = new RegExp(
  `^(?:${BARE} ?[:：]|\\(${BARE}\\)\\s)(.+)$|^(.+[?？])\\s*(?:${BARE}|\\(${BARE}\\))[.!~]*$`,
  'is',
);

/** The question of a wish without a verb: "privately: …", "…? 나만 보이게". Empty: there is no such wish. */
export function besideBareWish(text: string): string {
  const [, behind = '', before = ''] = BARE_WISH.exec(text.trim()) ?? [];
  return (behind + before).trim();
}

/** The wish in brackets, before the question or behind its end: elsewhere it is what the question is about. */
function partsByBrackets(text: string): Parts[] {
  const close = text.slice(0, MAX_PHRASE_CHARS).search(/[)）]/);
  const open = Math.max(text.lastIndexOf('('), text.lastIndexOf('（'));
  const first = toParts(text.slice(1, close), text.slice(close + 1));
  const last = toParts(text.slice(open + 1, -1), text.slice(0, Math.max(0, open)));
  return [
    ...(/^[(（]/.test(text) && close !== -1 && !GOES_ON.test(first[1]) ? [first] : []),
    ...(/[)）]$/.test(text) && SENTENCE_END.test(last[1]) ? [last] : []),
  ];
}

const SENTENCE_END = /[.!?。？！]$/;

/** Without a word of these, no wish for a private answer is looked for: it takes a look at each beginning of the text. */
const PRIVATE_WORD =
  /privat|secret|ephemeral|\bonly\b|\balone\b|나만|저만|혼자|한테만|에게만|내게만|제게만|비공개|비밀|몰래|못 ?보|안 ?보/i;

/** Parted at a space; the longest beginning comes first. */
export function partsByWords(text: string): Parts[] {
  const head = text.slice(0, MAX_PHRASE_CHARS);
  if (!PRIVATE_WORD.test(head)) return [];
  return [...head.matchAll(/\s+/g)]
    .map(({ index }) => toParts(text.slice(0, index), text.slice(index)))
    .reverse();
}

function toParts(wish: string, prompt: string): Parts {
  return [wish.trim(), prompt.trim()];
}

/** What begins a question behind the bare wish. Any other word may go on with the wish: "answer privately on WhatsApp". */
const QUESTION_WORD =
  /^(?:what|what's|whats|how|how's|why|who|who's|when|where|which|whose|is|are|am|can|could|do|does|did|should|shall|will|would|was|were|has|have|explain|tell me|translate|summari[sz]e|write|describe|list|give me|i have|i am|i'm|my)\b/i;

/** What goes on with the Korean wish instead: "나만 보이게 답해줘 라고 영어로", "나만 보이게 답해줘 기능". */
const GOES_ON =
  /^(?:라고|라는|라며|라면|란|이라|하고|하는|하면|했|할|기능|버튼|옵션|설정|방법|문구|명령|메시지|뜻|의미|[가를는은의도] )/;

const HANGUL = lazyPattern('\\p{Script=Hangul}', 'u');
const STARTS_WITH_WORD = lazyPattern('^[\\p{L}\\p{N}"\'“]', 'u');

/** True when the prompt is a question of its own. */
export function beginsAnew([wish, prompt]: Parts): boolean {
  return HANGUL().test(wish)
    ? STARTS_WITH_WORD().test(prompt) && !GOES_ON.test(prompt)
    : QUESTION_WORD.test(prompt);
}
