/** What came of a row, in the words of its expectation. */
import { withoutQuestion } from '../../dev/answer-text.ts';
import type { InteractionRecord } from '../../dev/discord/protocol.ts';
import { ERROR_CODES, type ErrorCode } from '../../shared/errors.ts';
import { en } from '../../workers/bot/locale/en.ts';
import type { Texts } from '../../workers/bot/locale/texts.ts';
import { adaptForDiscord } from '../../workers/bot/message/adapt/adapt.ts';
import type { ActionReading, Billing, Button, Expectation, LedgerRow, Reading } from './fault.ts';
import { DEFAULT_MODEL, FALLBACK_MODEL } from './models.ts';
import { customIdsOf, type Stage } from './stage.ts';

/** Between two messages. Nobody says this. */
const SEAM = '\n\n\f\n\n';

/** Takes the message apart from its end: buttons, code, notices; the rest is the model's text. */
export function readMessages(record: InteractionRecord, wholeText: string): Reading {
  const { messages: all } = record;
  // What is told to the person alone below an answer that everybody sees.
  const seen = all.filter(({ ephemeral }) => !ephemeral);
  const shown = seen.length === 0 ? all : seen;
  const actions = shown.flatMap(({ content }) => actionIn(content) ?? []);
  if (actions.length > 1) throw new Error('The channel shows an action twice');
  const messages = shown.filter(({ content }) => actionIn(content) === null);
  if (messages.some(({ state }) => state === 'thinking')) return { text: 'thinking' };
  let rest = withoutQuestion(messages.map(({ content }) => content).join(SEAM));

  const found = /(?:^|\n\n)(?:⚠️|🛡️) [^\n]*\n-# ([a-z_]+)$/.exec(rest);
  const code = found?.[1];
  if (found !== null) rest = rest.slice(0, found.index);
  rest = rest.replace(USED, '');
  const notices = (Object.entries(en.notices) as [keyof Texts['notices'], string][]).flatMap(
    ([name, notice]) => {
      if (!rest.includes(notice)) return [];
      rest = rest.replace(notice, '');
      return [name];
    },
  );
  const buttons = customIdsOf(record).map((id) => id.split('.')[0] as Button);
  const text = describeText(rest.split(SEAM), wholeText);
  const isFile = messages.some(({ attachments }) => attachments.length > 0);
  return {
    text: isFile ? 'file' : text,
    ...(code === undefined ? {} : { code: code as ErrorCode }),
    ...(notices.length === 0 ? {} : { notices }),
    ...(buttons.length === 0 ? {} : { buttons }),
    ...(actions[0] === undefined ? {} : { action: actions[0] }),
  };
}

/** What a message says of a proposed action; null: it shows none. */
export function actionIn(content: string): ActionReading | null {
  const { asks, done, unknown, expired } = en.actions;
  const begins = (texts: readonly string[]) => texts.some((text) => content.startsWith(text));
  if (begins(Object.values(asks))) return 'waits for a press';
  if (begins(Object.values(done))) return 'was done';
  if (begins([unknown])) return 'is not known to be done';
  return begins([expired]) ? 'has lapsed' : null;
}

/** Below an answer that was made with tools. */
const USED = new RegExp(`(?:^|\\n\\n)-# ${en.tools.used('[^\\n]+')}(?:\\n-# \\d+\\. [^\\n]*)*`);

/**
 * Finds each message in what the model said, after the one before it: so nothing is shown twice, out of order, or that was
 * never said, in Discord's forms. White space and fences are left out, since they are what splitting changes.
 */
function describeText(messages: readonly string[], wholeText: string): Reading['text'] {
  const said = toWords(adaptForDiscord(wholeText));
  const shown = messages.map(toWords).filter((words) => words !== '');
  if (shown.length === 0) return 'none';
  let at = 0;
  for (const words of shown) {
    const found = said.indexOf(words, at);
    if (found === -1)
      throw new Error(`The channel shows what the model never said: ${JSON.stringify(words)}`);
    at = found + words.length;
  }
  return shown.join(' ') === said ? 'whole' : 'start';
}

function toWords(text: string): string {
  return text
    .replaceAll(/^```.*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

export async function readLedger(
  { stack, providers: [first, second] }: Stage,
  interactionId: string,
): Promise<LedgerRow[]> {
  const rows = (await stack.standIns.neon?.query(
    `SELECT outcome, fallback, estimated, model, provider, cost_micro_usd FROM usage_events
     WHERE request_key LIKE '%:' || $1 ORDER BY created_at`,
    [interactionId],
  )) as {
    outcome: string;
    fallback: boolean;
    estimated: boolean;
    model: string;
    provider: string | null;
    cost_micro_usd: string;
  }[];
  return rows.map(({ outcome, fallback, estimated, model, provider, cost_micro_usd: cost }) => {
    if (fallback !== (model === FALLBACK_MODEL)) throw new Error(`The ledger names ${model} wrongly`);
    const isSecond = second !== undefined && provider === new URL(second.url).host;
    if (provider !== null && !isSecond && provider !== new URL(first.url).host)
      throw new Error(`The ledger names ${provider} wrongly`);
    if (outcome === 'ok' && provider === null) throw new Error('The ledger does not say who answered');
    const billed: Billing = Number(cost) === 0 ? 'free' : estimated ? 'estimate' : 'exact';
    if (!['ok', 'client_gone', 'running', ...ERROR_CODES].includes(outcome))
      throw new Error(`The ledger knows an outcome that does not exist: ${outcome}`);
    return {
      outcome: outcome as LedgerRow['outcome'],
      billed,
      ...(fallback ? { fallback: isSecond ? 'second provider' : true } : {}),
    };
  });
}

/** The second provider is counted where there is one. */
export function countCalls({ providers: [first, second] }: Stage): Expectation['calls'] {
  const of = (model: string) => first.requests().filter((request) => request.model === model).length;
  const calls = [of(DEFAULT_MODEL), of(FALLBACK_MODEL)] as const;
  return second === undefined ? calls : [...calls, second.requests().length];
}

/** The whole answer travels as a file when messages cannot hold it: then the file must be just that. */
export async function checkFiles({ messages }: InteractionRecord, wholeText: string): Promise<void> {
  for (const { url } of messages.flatMap(({ attachments }) => attachments)) {
    const text = await (await fetch(url)).text();
    if (text !== wholeText) throw new Error(`The attached file is not the answer: ${JSON.stringify(text)}`);
  }
}
