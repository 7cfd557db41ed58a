/**
 * "Remember that …" and "기억해 줘: …": what a person wants remembered, by the form of the whole message. Precision before recall,
 * as in route.ts: a question, a wish about somebody else's text, a time that is remembered together are for the model. Pure.
 */

const NAME = String.raw`(?:(?:hey|ok|okay)?\s*libra[,!:]?\s+)?`;
const ENGLISH = new RegExp(
  String.raw`^${NAME}(?:please\s+|can you\s+|could you\s+)?(remember|keep in mind|note)(?:\s+(?:that|this)(?![\w'’])\s*[:,]?|\s*:)\s*(.+)$`,
  'is',
);
/** "Remember that time …" tells a story; what follows refers to something that is not in the message. */
const ENGLISH_OTHER =
  /^(?:time|day|night|one|girl|boy|man|woman|dude|restaurant|party|trip|bug|error|question|answer|saying|song|movie|film|show|scene|episode|guy|thing|message|text|file|conversation|joke|story|recipe|book|game|meme|video|quote|line|poem|place|part|trick)\b/i;
/** "Note that …" is said of what is being written, too. */
const OF_ONESELF = /\b(?:i|my|me|mine|we|our|us)\b/i;
/** What is asked behind the fact must not be lost with it. `Dr. Kim`, `5 a.m. on weekdays` end no sentence. */
const GOES_ON = /\n|(?<!\b(?:[A-Z][a-z]{0,2}|[ap]\.m|e\.g|i\.e|vs))[.!?…]+\s+\S|[。！？]\s*\S/;
const ASKED_BEHIND =
  /(?:[,;]|\s[-–—])\s*(?:(?:and|so)\s+)?(?:then|now|please|what|how|why|can|could|should|tell|give|show|suggest|recommend|explain|translate)\s+\S|\band\s+(?:suggest|recommend|explain|translate|(?:tell|give|show|help)\s+(?:me|us))\b/i;
const KOREAN_ASKED_BEHIND =
  /^그리고\s|(?:[,，]|[야요다]\s)\s*\S.*(?:줘|줘요|주세요|주라|줄래|줄래요|까|까요|부탁(?:해요?|드려요|드립니다)?)[.!~]*$/;
/** Before the fact something else is asked. */
const KOREAN_REQUEST = /[:：]|(?:줘|줘요|주세요|주라|줄래)\s/;

const VERB = String.raw`기억\s*해\s*(?:줘|줘요|주세요|주라|줄래|둬|둬요|두세요|놔|놔요)`;
const KOREAN_FIRST = new RegExp(
  String.raw`^(?:리브라(?:야)?[,!]?\s*)?(?:이거|이것|이걸|이거를)?\s*(?:좀\s*)?(?:${VERB}\s*[:：,，.]|기억\s*해\s*[:：])\s*(.+)$`,
  's',
);
const KOREAN_LAST = new RegExp(
  String.raw`^(?:리브라(?:야)?[,!]?\s*)?(.+?)(?:(다)(?:는\s*(?:거|것|걸|사실)(?:을|를)?|고)|(이)?라(?:는\s*(?:거|것|걸|사실)(?:을|를)?|고)|인\s*(?:거|것|걸|사실)(?:을|를)?)\s*(?:꼭\s*|좀\s*)?${VERB}[.!~?？]*$`,
  's',
);
/** A whole sentence about oneself, and the wish behind it. */
const KOREAN_SAID = new RegExp(
  String.raw`^(?:리브라(?:야)?[,!]?\s*)?((?:나|난|내|저|전|제|우리)(?:는|가|도)?\s.+[야요다어아해])[,.!~ㅋㅎㅠㅜ]*\s*(?:꼭\s*|좀\s*)?${VERB}[.!~?？]*$`,
  's',
);
const KOREAN_OTHER = /^(?:이|그|저)\s*(?:대화|메시지|파일|글|내용|말)/;

/** Shorter tells nothing. */
const MIN_CHARS = 3;
/** As long as a fact may be, and more that is then refused by its length. */
const MAX_CHARS = 1_000;

/** Spaces, laughter and emoji at the end. */
const TRAIL = /(?:[\sㅋㅎㅠㅜ♡♥\u2600-\u27bf]|\ufe0f|\u200d|[\ud83c-\ud83e][\udc00-\udfff])+$/;
/** But "기억해 줄래?" asks for it. */
const ASKS = /(?<!줄래|줄래요)[?？]$/;

/** Null: it is no such wish. */
export function readRemember(text: string): string | null {
  if (text.length > MAX_CHARS) return null;
  const given = text.trimStart().replace(TRAIL, '');
  if (ASKS.test(given)) return null;
  const [, verb = '', english] = ENGLISH.exec(given) ?? [];
  const koreanFirst = KOREAN_FIRST.exec(given)?.[1];
  // "왼손잡이라고" and "학생이라고" both say 이다, whatever the noun is.
  const [, korean = koreanFirst, stated = '', being = ''] =
    koreanFirst === undefined ? (KOREAN_LAST.exec(given) ?? KOREAN_SAID.exec(given) ?? []) : [];
  const fact =
    (english ?? (korean === undefined ? undefined : korean + (being === '' ? stated : '이다')))
      ?.trim()
      .replace(/^["“']([^"“”]*)["”']$/, '$1')
      .replace(/아니$/, '아니다') ?? '';
  if (fact.length < MIN_CHARS || fact.includes('```') || GOES_ON.test(fact)) return null;
  if (english !== undefined) return ASKED_BEHIND.test(fact) || isOther(verb, fact) ? null : fact;
  if ((koreanFirst === undefined ? KOREAN_REQUEST : KOREAN_ASKED_BEHIND).test(fact)) return null;
  return KOREAN_OTHER.test(fact) ? null : fact;
}

function isOther(verb: string, fact: string): boolean {
  return ENGLISH_OTHER.test(fact) || (!/^remember$/i.test(verb) && !OF_ONESELF.test(fact));
}
