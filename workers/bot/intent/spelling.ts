/**
 * Reads what is typed in haste: English shorthand, slips of one letter, fillers, Korean verbs that are parted. Pure.
 * A message that is understood as typed is never respelled, and one that is respelled must still be a phrase as a whole.
 */

/** `written as: read as`, where one letter more or less would be a different word. */
const SHORTHAND: ReadonlyMap<string, string> = new Map(
  (
    "rn:right_now atm:right_now urself:yourself yourslef:yourself yourselff:yourself u:you ya:you yuo:you yu:you ur:your yor:your youre:you're r:are wat:what wht:what waht:what wut:what whats:what's hows:how's " +
    "wheres:where's im:i'm id:i'd ive:i've weve:we've dont:don't wanna:want_to gimme:give_me lemme:let_me cud:could " +
    'cn:can cna:can coud:could wud:would woud:would teh:the hte:the ths:this thsi:this tihs:this abt:about convo:conversation ' +
    'chta:chat caht:chat hcat:chat msgs:messages pleas:please plase:please plese:please pleaze:please ' +
    'rset:reset reste:reset resset:reset resett:reset reest:reset restet:reset claer:clear clera:clear cler:clear ' +
    'froget:forget foget:forget forgt:forget forgte:forget stauts:status staus:status satus:status statsu:status ' +
    'delte:delete deleet:delete erse:erase eraes:erase strat:start statr:start shwo:show sohw:show hlep:help halp:help hepl:help ' +
    'quite:quiet queit:quiet quiett:quiet slient:silent silnt:silent silenc:silence tlak:talk takl:talk ' +
    'unmtue:unmute unmut:unmute umute:unmute mtue:mute muet:mute mut:mute anwser:answer awnser:answer answr:answer anser:answer ' +
    'repy:reply relpy:reply privte:private priavte:private memroy:memory memoy:memory onlin:online onlien:online wokring:working ' +
    'workin:working contxt:context minuts:minutes mintues:minutes minuets:minutes secodns:seconds hous:hours'
  )
    .split(' ')
    .map((pair) => {
      const [typed = '', word = ''] = pair.split(':');
      return [typed, word.replace('_', ' ')] as const;
    }),
);

/** Words that no other English word is one letter away from. */
const LONG_WORDS =
  'conversation conversations everything privately commands command features questions history previous silently discussed'.split(
    ' ',
  );

/** `말 해도` for `말해도`. Before other syllables a space may part other words (`초기 화해` is no `초기화해`). */
const SPACE_INSIDE_VERB = /(?<=[가-힣]) (?=[해하할했])/g;

/** Words that may stand anywhere and change nothing; only as words of their own. */
const FILLERS =
  /(?<=^| )(?:just|really|actually|maybe|quickly|literally|simply|lol|lmao|haha|btw|좀|쫌|제발|꾹|그냥|진짜|정말|한번|한 번|잠깐만요|혹시|일단|우선|부디|걍|어서|바로)(?= )/g;

export function respell(phrase: string): string {
  const brief = phrase.replace(FILLERS, '').replace(/ +/g, ' ').trimStart();
  // One word alone means less than with a filler: "just help" is a plea.
  const kept = brief.trim().includes(' ') ? brief : phrase;
  return kept
    .replace(SPACE_INSIDE_VERB, '')
    .replace(/[a-z']+/g, (word) => SHORTHAND.get(word) ?? nearest(word) ?? word);
}

function nearest(word: string): string | undefined {
  if (word.length < 6 || LONG_WORDS.includes(word)) return undefined;
  return LONG_WORDS.find((known) => isOneSlipAway(word, known));
}

/** One letter added, left out or replaced, or two neighbours swapped. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a.charAt(start) === b.charAt(start)) start += 1;
  if (a.length > b.length) return a.slice(start + 1) === b.slice(start);
  if (a.length < b.length) return a.slice(start) === b.slice(start + 1);
  return (
    a.slice(start + 1) === b.slice(start + 1) ||
    (a.charAt(start) === b.charAt(start + 1) &&
      a.charAt(start + 1) === b.charAt(start) &&
      a.slice(start + 2) === b.slice(start + 2))
  );
}
