/**
 * What personal memory never learns by itself, found by form and by word, beside what the model is told. Rather too much than
 * too little: what is left out can still be said with "remember that …". Secrets are not kept even then. Pure.
 */
import { dropHidden } from '../../../shared/text/hidden.ts';

export type ForbiddenKind = 'secret' | 'health' | 'others' | 'link' | 'instruction';

/** An underscore is no letter here: `DB_PASSWORD`. */
const SECRET_WORDS =
  /(?<![a-z0-9])(?:pass(?:word|code|phrase)s?|passwd|pwd|pw|otp|pin(?: code| number)?|api[ _-]?keys?|secret[ _]keys?|private[ _]keys?|access[ _]tokens?|seed(?: phrase|:| is)s?|mnemonics?|(?:recovery|backup|2fa|verification|security|door|gate) (?:code|phrase)s?|credit cards?|card numbers?|cvv|cvc|ibans?|account numbers?|social security|ssn|passport numbers?)(?![a-z0-9])|비밀\s?번호|비번|패스워드|패스\s?코드|핀\s?번호|암호\s?(?:는|가|를|로|도|[:=A-Za-z0-9])|인증\s?(?:번호|코드)|(?:현관문?|도어\s?락|출입문?|금고)\s?(?:번호|코드)|카드\s?번호|면허\s?번호|등록\s?번호|보안\s?카드|니모닉|복구\s?(?:문구|구문|코드|키)|계좌\s?번호|주민\s?(?:등록)?\s?번호|여권\s?번호|공인인증|개인\s?키|시드\s?(?:구문|문구)|API\s?키|토큰\s?(?:은|값)/i;
/** Keys and numbers of cards, accounts and persons. */
const SECRET_FORMS = [
  /\b(?:sk|pk|ghp|gho|xox[abp]|glpat|AKIA)[-_]?[A-Za-z0-9_-]{12,}/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}/,
  /\b\d{6}\s?-\s?[1-8]\d{6}\b/,
  /\b(?:\d[ -]?){13,19}\b/,
  /\b\d{3}-\d{2}-\d{4}\b/,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/,
  // Named by the card or document alone: "my passport is M12345678".
  /(?:\b(?:account|passport|licen[cs]e|card|routing|social)|계좌|통장|여권|면허|카드)\D{0,15}\d(?:[ .-]?\d){5,}/i,
  // Of 16, 24 or 32 bytes in hexadecimal: 40 digits are a commit or an address, which are no secrets.
  /(?<![0-9a-z])(?:0x)?(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})(?![0-9a-z])/i,
  /\b(?=[A-Za-z0-9+/_-]{24,}\b)(?=\S*\d)(?=\S*[A-Z])(?=\S*[a-z])[A-Za-z0-9+/_-]+/,
];

const HEALTH =
  /\b(?:\w+itis|\w+osis|\w+[kn]a?emia|migraines?|epilep\w+|insomnia\w*|schizo\w+|ocd|ptsd|dementia|alzheimer\w*|antidepress\w+|chemo\w*|dialysis|herpes|cholesterol|intoleran\w+|co?eliac|eating disorders?|anorexi\w+|bulimi\w+|alcoholic\w*|panic attacks?|heart (?:conditions?|attacks?|problems?)|wheelchair|deaf|(?:colou?r[- ]?)?blind|psychologists?|ibuprofen|antibiotics?|diagnos\w+|disease|illness|sick|cancer|tumou?r|diabet\w+|hiv|aids|depress\w+|anxiety|bipolar|adhd|autis\w+|asthma|allerg\w+|pregnan\w+|miscarriage|abortion|medicat\w+|medicine|pills?|prescri\w+|therap\w+|psychiatr\w+|surgery|hospital\w*|symptoms?|blood pressure|insulin|disab\w+|addict\w+|suicid\w+|self[- ]harm)\b|진단|질병|질환|환자|아프(?!리카)|아파(?!트)|두통|불면|조현|뇌전증|갑상선|(?:허리|목)\s?디스크|아토피|비염|탈모|항우울|항암|치매|강박|백혈|간염|고지혈|생리통|휠체어|청력|알러지|(?:알코올|알콜)\s?의존|성병|심장병|감기에|(?:콩팥|신장|간|허리|무릎|심장)(?:이|가)\s?안\s?좋|약\s?먹|암\s?\d기|암(?:이|에|을|은|투병)|종양|당뇨|우울|공황|불안\s?장애|조울|자폐|천식|알레르기|임신|유산|낙태|복용|처방|약을|수술|병원|입원|증상|혈압|인슐린|장애|중독|자살|자해|치료|정신과|상담\s?치료/i;

/** Animals are nobody. */
const OTHERS =
  /\b(?:my|our|his|her|their)\s+(?:\w+\s+)?(?:(?:wife|husband|hubby|spouse|partner|girlfriend|gf|boyfriend|bf|fianc[ée]e?|ex|(?:step)?(?:mother|mom|mum|father|dad|parent|sister|brother|son|daughter)|sibling|child|kid|twin|toddler|aunt|uncle|cousin|niece|nephew|friend|bestie|roommate|landlord|neighbou?r|manager|coworker|colleague|mentor|coach|teacher|professor|student|teammate|doctor|in-law)s?|wives|children|bab(?:y|ies)|boss(?:es)?|grand\w+)\b|\b(?:he|she|they)\s+(?:is|are|was|were|has|have|lives?|works?|likes?|hates?|said|told)\b|<@!?\d+>|@\w+|(?:^|[\s,]|우리|울|내|제|시|외|직장|반)(?:엄마|아빠|어머니|아버지|부모님|언니|누나|오빠|형(?:은|이|의|님|수)|동생|여동생|남동생|남편|신랑|아내|와이프|집사람|마누라|남자\s?친구|여자\s?친구|남친|여친|애인|친구|절친|베프|아들|딸|쌍둥이|할머니|할아버지|이모(?![티지])|고모|삼촌|사촌|조카|장모|장인\s?어른|처남|처제|며느리|사위|매형|올케|큰아버지|작은아버지|룸메|이웃|집주인|상사|(?:부|과|차)장님|대표님|팀장|사장|동료|선배|후배|선생님|담임|교수님|학생|걔|쟤|그녀|그\s?사람|그분)/i;

/** What one is oneself: "나는 학생이야", "저는 고등학교 선생님이에요". */
const OWN_ROLE =
  /(?<=(?:^|[\s,.])(?:나|난|나는|저|전|저는|내가|제가)\s+(?:\S{1,10}\s+){0,2}\S{0,10})(?:학생|선생님|팀장|사장|교수님|(?:부|과|차)장)(?=이야|야|이에요|예요|입니다|이다)/g;

const LINK =
  /https?:|www\.|discord\.gg|\b[\w-]+\.(?:com|net|org|io|dev|app|kr|gg|me|co|xyz|info)\b|[\w.+-]+@[\w-]+\.\w+/i;

/** Else an instruction from outside would come again in every conversation. */
const INSTRUCTION =
  /\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|above|previous)\b|\b(?:system prompt|developer mode|jailbreak|you (?:must|are now|will always|should always))\b|<\/?\w+>|(?:지시|규칙|명령|프롬프트)(?:를|을)?\s*(?:무시|잊|따르지)|시스템\s?프롬프트/i;

const CHECKS: readonly [ForbiddenKind, (text: string) => boolean][] = [
  ['secret', isSecret],
  ['link', (text) => LINK.test(text)],
  ['instruction', (text) => INSTRUCTION.test(text)],
  ['health', (text) => HEALTH.test(text)],
  ['others', (text) => OTHERS.test(text.replaceAll(OWN_ROLE, ''))],
];

/** Null: nothing in the text forbids it. */
export function findForbidden(text: string): ForbiddenKind | null {
  const plain = readAs(text);
  return CHECKS.find(([, isFound]) => isFound(plain))?.[0] ?? null;
}

/** What is not kept even as an explicit wish. */
export function isSecret(text: string): boolean {
  const plain = readAs(text);
  return SECRET_WORDS.test(plain) || SECRET_FORMS.some((form) => form.test(plain));
}

/** As a person reads it: a hidden character within a word would keep it from being found. */
function readAs(text: string): string {
  return dropHidden(text.toWellFormed()).normalize('NFKC');
}
