/** How a Korean sentence ends, by its last word. Pure. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const HANGUL_START = 0xac00;
const FINALS = 28;
/** The number of ㅂ among the final consonants. */
const FINAL_B = 17;
const FINAL_N = 4;
const FINAL_L = 8;

/** 0: none; -1: no syllable. */
function finalOf(syllable: string | undefined): number {
  const code = (syllable?.codePointAt(0) ?? 0) - HANGUL_START;
  return code < 0 || code > 11_171 ? -1 : code % FINALS;
}

const FILLERS = words('음 어 그 저 아 에 뭐 막 이제 약간 그게 저기 그니까 그러니까 뭐랄까 있잖아');

/** Alone they are no answer, and behind others they hold the floor. */
export function isFillerInKorean(word: string): boolean {
  return FILLERS.has(word);
}

const CONJUNCTIONS = words(
  '그리고 그래서 그런데 근데 하지만 그러면 그럼 또 또는 혹은 아니면 왜냐하면 그래도 만약 ' +
    '만약에 및 그리고요 근데요 그런데요 하지만요 왜냐면요 왜냐하면요 일단 우선 예를 특히 제일 가장 너무 정말 아주 더 안 못',
);

/** Longest first where one is the end of another. */
const OPEN_ENDINGS =
  /(?:는데|은데|인데|던데|한데|운데|니까|면서|려면|려고|도록|다가|거나|든지|지만|으며|하며|이며|하고|이고|라고|다고|냐고|자고|때문에|위해|위해서|대해|대해서|부터|까지|에서|에게|한테|으로|보다|처럼|마다|이랑|해서|아서|어서|여서|와서|가서|봐서|라서|면|고|며|러|서|의|을|를|은|는|이랑|랑|과|와|에|게는|에는|들은|들을|같은|있는|없는|하는|되는)$/u;

/** Closed although they end like one of those. */
const CLOSED_ANYWAY =
  /(?:봐라|하라|라면서요|뭔데|어딘데|누군데|언젠데|얼만데|왜인데|어때서|하게|할게|줄게|볼게|갈게|알았어|했어|있어|없어|좋아해|그래|이래|저래|몰라|뭐라고|어디고)$/u;

/** `before`: the word before it. "예를 들어" holds the floor, "음악 들어" does not. */
export function endsOpenInKorean(word: string, before = ''): boolean {
  if (CONJUNCTIONS.has(word) || (before === '예를' && word === '들어')) return true;
  if (CLOSED_ANYWAY.test(word) || isFormalQuestion(word)) return false;
  if (OPEN_ENDINGS.test(word)) return true;
  // …ㄴ데: 비싼데, 추운데, 간데.
  return word.length > 1 && word.endsWith('데') && finalOf(word.at(-2)) === FINAL_N;
}

/** …ㅂ니까 asks; …니까 gives a reason, and more follows. */
function isFormalQuestion(word: string): boolean {
  return word.endsWith('니까') && finalOf(word.at(-3)) === FINAL_B;
}

/** Not 아까, 아니라, 학생이라. */
const POLITE =
  /(?:요|죠|(?<!아)까|다|십시오|세요|네|나|니|냐|자|지|군|걸|래|려|줘|봐|해|돼|(?<!이|아니)라|렴|구나|거든|잖아|어|아|야|여|워|와|와라|져|써|켜|꺼)$/u;
/** Verbs of going: behind most words 가 is the particle of a subject, of which something is still to be said. */
const GOES = /^(?:나|들어|올라|내려|돌아|지나|가져|데려|따라|넘어|건너|뛰어|걸어|찾아|잘|못|안)가$/u;
/** They end like a question in …ㄴ가, such as 되는가. */
const INDEFINITE = /^(?:뭔|누군|언젠|어딘|왠)가$/u;
/** Single words that answer, and short verbs that stand alone: 해 줘, 틀어 봐. */
const ANSWERS = words(
  '네 예 응 아니 아니요 맞아 좋아 그래 고마워 안녕 됐어 그만 잠깐 계속 오케이 줘 봐 해 와 가 자 돼 뭐라고',
);

export function endsWholeInKorean(word: string): boolean {
  if (ANSWERS.has(word) || isFormalQuestion(word)) return true;
  if (word.length < 2) return false;
  if (word.endsWith('가'))
    return GOES.test(word) || (finalOf(word.at(-2)) === FINAL_N && !INDEFINITE.test(word));
  // 할게 promises; 간단하게 and 어떻게 say how.
  if (word.endsWith('게')) return finalOf(word.at(-2)) === FINAL_L;
  return POLITE.test(word);
}
