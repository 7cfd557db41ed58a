/**
 * What a fact is about, where its form tells: then a newer fact about the same supersedes it. And whether it concerns every
 * answer. By form alone, in English and Korean: a form that is not known is never superseded by another text. Pure.
 */

const LONGEST_SUBJECT = 30;

interface Form {
  pattern: RegExp;
  /** Absent: what the pattern has matched first. */
  slot?: string;
}

const SUBJECT = `([^.,!?]{1,${LONGEST_SUBJECT}}?)`;

/** What one is, not what one does: "내 강아지가 참치를 좋아해" rules out no name of it. */
const KOREAN_BEING =
  '[^.!?]{0,60}(?:이야|야|이에요|예요|에요|입니다|이다|바꿨\\S*|바뀌\\S*|[^어아해요다지고네\\s])[.!~]*$';
/** Verbs of which the object is told: "내가 좋아하는 색", "요즘 배우는 악기". */
const OF_WHICH = '(?:\\S{0,10}하|쓰|다니|배우|보|듣|읽|먹|마시|키우|사|타|만드|즐기|있|싶)는';
const AGE = /\d\s*(?:살|개월)|(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s*살|\b(?:years?|months?) old\b/i;

const FORMS: readonly Form[] = [
  // Not "never call me before nine".
  { pattern: /(?<!n.t |not |never )\bcall me\b|\b(?:my name is|i am called|i go by)\b/i, slot: 'name' },
  {
    // Not "우리 강아지를 초코라고 불러".
    pattern:
      /(?<![^\s나저][을를]\s+\S{1,20}|(?:우리|내|제)\s?\S{1,20}[은는]\s+\S{1,20})라고\s*불러|(?:내|제)\s*이름(?:은|이)|내\s*닉네임/,
    slot: 'name',
  },
  { pattern: /\bi(?:'m| am)? (?:now )?(?:live|living|moved|based) (?:in|to)\b/i, slot: 'home' },
  // What is past or only wished for rules out nothing, and "에서 산다" is said of shops as well.
  {
    pattern:
      /에서?\s*(?:살아(?!\s*[보본봤볼])|살고(?!\s*(?:싶|있었))|거주)|에\s*(?:산다|삽니다)|로\s*이사를?\s*(?:했|왔|갔|해서|와서|가서)/,
    slot: 'home',
  },
  {
    pattern: /\bi(?:'m| am)? (?:now )?(?:work|working|employed) (?:at|for|as)\b|\bmy job is\b/i,
    slot: 'work',
  },
  {
    // Not "헬스장에 다녀".
    pattern:
      /(?:에서|로)\s*(?:일해(?!\s*[보본봤볼])|일하(?!고\s*(?:싶|있었))|일한|일합|근무)|(?:내|제)\s*직업(?:은|이)|회사에\s*다[녀니]|[에로]\s*(?:이직|취직)\s*(?:했|해서)/,
    slot: 'work',
  },
  // Not "I'm 180 cm tall".
  { pattern: /\bi(?:'m| am) (?:now )?\d{1,3}(?: years? old| now|(?=[.,!]| and |$))/i, slot: 'age' },
  {
    // Not "나는 3살 때 이사했어".
    pattern:
      /(?:나|난|저|전)(?:는|은)?\s*(?:(?:이제|올해|지금|만)\s*)?(?:\d{1,3}|(?:열|스[물무]|서른|마흔|쉰|예순|일흔|여든|아흔)(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉)?)\s*(?:살|세)(?:이?[야고다지]|이?에요|예요|입니다|인데|\s*(?:됐|되었|[.!~,]|$))/,
    slot: 'age',
  },
  {
    pattern:
      /(?<!\bi )\b(?:answer|reply|speak|write)(?: to)?(?: me)? in (?:english|korean|japanese|chinese|french|german|spanish)\b/i,
    slot: 'language',
  },
  { pattern: /(?:한국어|영어|일본어|중국어)로\s*(?:답|대답|말)/, slot: 'language' },
  { pattern: /(?:반말|존댓말)로\s*(?:답|대답|말)/, slot: 'tone' },
  {
    pattern: new RegExp(
      String.raw`\bmy ${SUBJECT}(?:'s name)? (?:is|are|was)(?: called| named| now)?\b`,
      'i',
    ),
  },
  {
    pattern: new RegExp(
      String.raw`(?:^|[\s,])(?:(?:내|제)가\s+)?((?:\S{1,15}\s+){0,3}?${OF_WHICH}\s+[^.,!?]{1,20}?)(?:은|는|이|가)\s+${KOREAN_BEING}`,
    ),
  },
  {
    pattern: new RegExp(
      String.raw`(?:^|[\s,])(?:내|제|우리)(?!가\s)\s*${SUBJECT}(?:의)?(?:\s*이름)?(?:은|는|이|가)\s+${KOREAN_BEING}`,
    ),
  },
  {
    pattern: new RegExp(
      String.raw`^(?!(?:내|제)가\s)${SUBJECT}(?:은|는)\s+.{1,60}(?:이야|야|이에요|예요|입니다|이다)[.!~]*$`,
    ),
  },
];

/** Null: its form does not tell. */
export function slotOf(text: string): string | null {
  for (const { pattern, slot } of FORMS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    if (slot !== undefined) return slot;
    const subject = fold(match[1] ?? '');
    if (subject !== '' && !SPEAKERS.has(subject)) return `${AGE.test(text) ? 'age' : 'of'}:${subject}`;
  }
  return null;
}

/** "I am a teacher" and "I am left-handed" are both true. */
const SPEAKERS = new Set(['나', '저', '난', '전', '내', '제', '우리', '나한테', '저한테']);

function fold(subject: string): string {
  return subject
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:the|current|new|내|제|우리)\s+/, '')
    .replace(/(?:의)?\s*(?:이름)$/, '')
    .replaceAll(/\s+/g, '');
}

const STANDING =
  /\b(?:call me|my name is|i go by|i prefer|prefer (?:short|long|simple)|answer|reply|explain|vegetarian|vegan|i (?:do not|don't|never|cannot|can't) eat|allerg\w+|kosher|halal)\b|불러|(?:내|제)\s*이름(?:은|이)|선호|대답|답변|답해|설명해|말해\s?줘|반말|존댓말|채식|비건|못\s?먹|안\s?먹|알레르기|할랄/i;

/** True of what matters whatever is asked: how to be called, how to be answered, what not to be offered. */
export function isStanding(text: string): boolean {
  return STANDING.test(text);
}
