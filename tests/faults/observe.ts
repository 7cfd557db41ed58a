/** What came of a row, in the words of its expectation. */
import type { InteractionRecord } from '../../dev/discord/protocol.ts';
import { ERROR_CODES, type ErrorCode } from '../../shared/errors.ts';
import { en } from '../../workers/bot/locale/en.ts';
import type { Texts } from '../../workers/bot/locale/texts.ts';
import type { Billing, Button, LedgerRow, Reading } from './fault.ts';
import { DEFAULT_MODEL, FALLBACK_MODEL } from './models.ts';
import { customIdsOf, type Stage } from './stage.ts';

/** The text that the offline model gives to `PROMPT`, always. */
export const PROMPT = 'Count from 1 to 20';

/** Takes the message apart from its end: buttons, code, notices; the rest is the model's text. */
export function readMessages(record: InteractionRecord, wholeText: string): Reading {
  const { messages } = record;
  if (messages.some(({ state }) => state === 'thinking')) return { text: 'thinking' };
  let rest = messages.map(({ content }) => content).join('\n');

  const found = /(?:^|\n\n)⚠️ [^\n]*\n-# ([a-z_]+)$/.exec(rest);
  const code = found?.[1];
  if (found !== null) rest = rest.slice(0, found.index);
  const notices = (Object.entries(en.notices) as [keyof Texts['notices'], string][]).flatMap(
    ([name, notice]) => {
      if (!rest.includes(notice)) return [];
      rest = rest.replace(notice, '').trim();
      return [name];
    },
  );
  const buttons = customIdsOf(record).map((id) => id.split('.')[0] as Button);
  const isFile = messages.some(({ attachments }) => attachments.length > 0);
  return {
    text: isFile ? 'file' : describeText(rest, wholeText),
    ...(code === undefined ? {} : { code: code as ErrorCode }),
    ...(notices.length === 0 ? {} : { notices }),
    ...(buttons.length === 0 ? {} : { buttons }),
  };
}

function describeText(rest: string, wholeText: string): Reading['text'] {
  const text = rest.trimEnd();
  if (text === '') return 'none';
  if (text === wholeText) return 'whole';
  if (wholeText.startsWith(text)) return 'start';
  throw new Error(`The channel shows what the model never said: ${JSON.stringify(text)}`);
}

export async function readLedger({ stack }: Stage, interactionId: string): Promise<LedgerRow[]> {
  const rows = (await stack.standIns.neon?.query(
    `SELECT outcome, fallback, estimated, model, cost_micro_usd, prompt_tokens FROM usage_events
     WHERE request_key LIKE '%:' || $1 ORDER BY created_at`,
    [interactionId],
  )) as { outcome: string; fallback: boolean; estimated: boolean; model: string; cost_micro_usd: string }[];
  return rows.map(({ outcome, fallback, estimated, model, cost_micro_usd: cost }) => {
    if (fallback !== (model === FALLBACK_MODEL)) throw new Error(`The ledger names ${model} wrongly`);
    const billed: Billing = Number(cost) === 0 ? 'free' : estimated ? 'estimate' : 'exact';
    if (outcome !== 'ok' && !(ERROR_CODES as string[]).includes(outcome) && outcome !== 'client_gone')
      throw new Error(`The ledger knows an outcome that does not exist: ${outcome}`);
    return { outcome: outcome as LedgerRow['outcome'], billed, ...(fallback ? { fallback: true } : {}) };
  });
}

export function countCalls({ stack }: Stage): [first: number, fallback: number] {
  const requests = stack.standIns.openai?.requests() ?? [];
  const of = (model: string) => requests.filter((request) => request.model === model).length;
  return [of(DEFAULT_MODEL), of(FALLBACK_MODEL)];
}
