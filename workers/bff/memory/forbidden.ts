/**
 * What personal memory never learns by itself, found by form and by word, beside what the model is told. Rather too much than
 * too little: what is left out can still be said with "remember that …". Secrets are not kept even then. Pure.
 */
import { dropHidden } from '../../../shared/text/hidden.ts';

export type ForbiddenKind = 'secret' | 'health' | 'others' | 'link' | 'instruction';

/** An underscore is no letter here: `DB_PASSWORD`. */
const SECRET_WORDS =
  /(?<![a-z0-9])(?:pass(?:word|code|phrase)s?|passwd|pwd|pin(?: code| number)?|api[ _-]?keys?|secret[ _]keys?|private[ _]keys?|access[ _]tokens?|seed phrases?|recovery (?:code|phrase)s?|credit cards?|card numbers?|cvv|cvc|ibans?|account numbers?|social security|ssn|passport numbers?)(?![a-z0-9])|비밀\s?번호|비번|패스워드|암호(?:는|가|:)|인증\s?번호|카드\s?번호|계좌\s?번호|주민\s?(?:등록)?\s?번호|여권\s?번호|공인인증|개인\s?키|시드\s?(?:구문|문구)|API\s?키|토큰\s?(?:은|값)/i;
/** Keys and numbers of cards, accounts and persons. */
const SECRET_FORMS = [
  /\b(?:sk|pk|ghp|gho|xox[abp]|glpat|AKIA)[-_]?[A-Za-z0-9_-]{12,}/,
  /\beyJ[\w-]{10,}\.[\w-]{10,}/,
  /\b\d{6}\s?-\s?[1-8]\d{6}\b/,
  /\b(?:\d[ -]?){13,19}\b/,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b/,
  // Of 16, 24 or 32 bytes in hexadecimal: 40 digits are a commit or an address, which are no secrets.
  /(?<![0-9a-z])(?:0x)?(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})(?![0-9a-z])/i,
  /\b(?=[A-Za-z0-9+/_-]{24,}\b)(?=\S*\d)(?=\S*[A-Z])(?=\S*[a-z])[A-Za-z0-9+/_-]+/,
];

const HEALTH =
  /\b(?:diagnos\w+|disease|illness|sick|cancer|tumou?r|diabet\w+|hiv|aids|depress\w+|anxiety|bipolar|adhd|autis\w+|asthma|allerg\w+|pregnan\w+|miscarriage|abortion|medicat\w+|medicine|pills?|prescri\w+|therap\w+|psychiatr\w+|surgery|hospital\w*|symptoms?|blood pressure|insulin|disab\w+|addict\w+|suicid\w+|self[- ]harm)\b|진단|질병|질환|환자|아프|아파|암(?:이|에|을|은|투병)|종양|당뇨|우울|공황|불안\s?장애|조울|자폐|천식|알레르기|임신|유산|낙태|복용|처방|약을|수술|병원|입원|증상|혈압|인슐린|장애|중독|자살|자해|치료|정신과|상담\s?치료/i;

/** Animals are nobody. */
const OTHERS =
  /\b(?:my|our|his|her|their)\s+(?:\w+\s+)?(?:wife|husband|spouse|partner|girlfriend|boyfriend|fianc[ée]e?|ex|mother|mom|mum|father|dad|parents?|sister|brother|siblings?|son|daughter|child|children|kids?|baby|grand\w+|aunt|uncle|cousin|niece|nephew|friends?|roommate|neighbou?r|boss|manager|coworker|colleague|teacher|student|teammate|doctor)\b|\b(?:he|she|they)\s+(?:is|are|was|were|has|have|lives?|works?|likes?|hates?|said|told)\b|<@!?\d+>|@\w+|(?:^|[\s,])(?:엄마|아빠|어머니|아버지|부모님|언니|누나|오빠|형(?:은|이|의|님)|동생|여동생|남동생|남편|아내|와이프|남자\s?친구|여자\s?친구|남친|여친|애인|친구|아들|딸|할머니|할아버지|이모|고모|삼촌|사촌|조카|룸메|이웃|상사|팀장|사장|동료|선배|후배|선생님|교수님|학생|걔|쟤|그녀|그\s?사람|그분)/i;

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
  ['others', (text) => OTHERS.test(text)],
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
