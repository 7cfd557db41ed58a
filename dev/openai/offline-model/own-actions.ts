/**
 * When the offline model calls one of Libra's tools that write, and with what: only for a sentence that plainly asks for it.
 * Pure.
 */

/** Null when the sentence asks for no such thing. */
export function findPoll(prompt: string): Record<string, unknown> | null {
  const found = POLL.map((pattern) => pattern.exec(prompt)?.groups).find((groups) => groups !== undefined);
  if (found?.question === undefined) return null;
  const { question, listed = isKorean(prompt) ? '좋아요, 다른 게 좋아요' : 'Yes, Something else' } = found;
  const answers = listed
    .replace(/[.!]$/, '')
    .split(/\s*[,/]\s*/)
    .filter((answer) => answer !== '');
  if (answers.length < 2) return null;
  return {
    question: question.trim(),
    answers,
    ...(/여러 개|several/i.test(prompt) ? { multiple: true } : {}),
  };
}

/** `투표 올려 줘: 점심은? 김밥, 라면`, `Make a poll: Lunch? Noodles, rice`, and what `/help` suggests: without a question mark */
const POLL = [
  /(?:투표|\bpoll\b)[^:]*:\s*(?<question>[^?]+\?)\s*(?<listed>.+)$/is,
  /(?<question>\S.*?)(?:으로|로) 투표를? ?(?:올려|만들어)[^:]*(?::\s*(?<listed>.+))?$/s,
  /\bpoll about (?<question>[^:.!]+)(?::\s*(?<listed>.+))?/is,
];

export function findReminder(prompt: string): Record<string, unknown> | null {
  const relative = RELATIVE.map((pattern) => pattern.exec(prompt)?.groups).find(
    (groups) => groups !== undefined,
  );
  if (relative !== undefined) {
    const { minutes, whom } = relative;
    return {
      text: relative.text === undefined ? TIME_IS_UP[isKorean(prompt) ? 'ko' : 'en'] : whatIn(relative),
      in_minutes: Number(minutes),
      ...(isForAll(whom) ? { for_channel: true } : {}),
    };
  }
  const timed = AT.map((pattern) => pattern.exec(prompt)?.groups).find((groups) => groups !== undefined);
  return timed === undefined ? null : { text: whatIn(timed), at: timed.at?.padStart(5, '0') };
}

const TIME_IS_UP = { ko: '시간이 됐어요', en: 'Time is up' };

/** `2분 뒤에 물 마시라고 알려 줘`, `Remind me in 2 minutes to drink water`, and without saying of what */
const RELATIVE = [
  /(?<minutes>\d{1,6})분 (?:뒤|후)에 (?<whom>모두에게 )?(?:(?<text>.+?)(?<order>라고)? )?(?:알려|상기)/,
  /remind (?<whom>me|everyone) in (?<minutes>\d{1,6}) minutes?(?: to (?<text>[^.!]+))?/i,
];

/** `15:30에 회의 간다고 알려 줘`, `Remind me at 15:30 to join the meeting` */
const AT = [
  /(?<at>\d{1,2}:\d\d)에 (?<text>.+?)(?<order>라고)? 알려/,
  /remind me at (?<at>\d{1,2}:\d\d) to (?<text>[^.!]+)/i,
];

/** `물 마시라고` → `물 마시기`, `약 먹으라고` → `약 먹기` */
function whatIn({ text = '', order }: Record<string, string | undefined>): string {
  return order === undefined ? text.trim() : `${text.trim().replace(/으$/, '')}기`;
}

export function isKorean(prompt: string): boolean {
  return /\p{Script=Hangul}/u.test(prompt);
}

function isForAll(whom: string | undefined): boolean {
  return whom !== undefined && whom.trim() !== 'me';
}

/** What it says of a call that was proposed; null for any other result. */
export function tellAction(result: string, inKorean: boolean): string | null {
  const [, ko = null, en = null] = TOLD.find(([start]) => result.startsWith(start)) ?? [];
  return inKorean ? ko : en;
}

const TOLD = [
  [
    'Proposed, and NOT done',
    '아래에 적은 대로 제안했어요. 버튼을 누르면 그때 할게요.',
    'I have proposed what stands below. It waits for your press.',
  ],
  ['Noted: the reminder', '네, 그때 알려 드릴게요.', 'Sure, I will remind you.'],
  [
    'Not set yet',
    '시간대를 골라 주시면 알림을 맞춰 둘게요.',
    'Choose your time zone below, and I will set the reminder.',
  ],
] as const;
