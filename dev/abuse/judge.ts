/** What an attack cost, by the rule of version 0.1.0 and as it was measured, and whether the bound held. Pure. */
import { estimatePromptTokens } from '../../workers/bff/limits/estimate.ts';

export interface Verdict {
  attack: string;
  /** By the rule of version 0.1.0, computed. */
  before: string;
  /** As it was measured. */
  now: string;
  bound: string;
  ok: boolean;
}

/** Calls that were broken off: the ledger must charge what the provider counts. */
export function judgeCharge(
  what: string,
  measured: { calls: number; prompt: string; charged: number; counted: number },
): Verdict {
  const { calls, prompt, charged, counted } = measured;
  const old = calls * estimatePromptTokens([{ role: 'user', content: prompt }]);
  return {
    attack: `S1 ${calls} × ${what}, broken off`,
    before: `${old} tokens charged for ${counted}`,
    now: `${charged} tokens charged for ${counted}`,
    bound: 'no less than the provider counts',
    ok: calls > 0 && charged >= counted,
  };
}

/** A body of a sender whom nobody knows: refused by its headers, or read no further than its bound. */
export function judgeUnread(
  what: string,
  measured: { sent: number; refusedUnread: number; bodyBytes: number },
): Verdict {
  const { sent, refusedUnread, bodyBytes } = measured;
  return {
    attack: `S4 ${sent} × ${what}`,
    before: `${megabytes(sent * bodyBytes)} MB read`,
    now: `${refusedUnread} refused unread; ${megabytes((sent - refusedUnread) * bodyBytes)} MB read at most`,
    bound: 'all refused before their bodies',
    ok: sent > 0 && refusedUnread === sent,
  };
}

/** Uploads that stop in the middle. */
export function judgeHalfSent(
  what: string,
  measured: { sent: number; ended: number; waitedSec: number; growthMb: number },
): Verdict {
  const { sent, ended, waitedSec, growthMb } = measured;
  const MAX_GROWTH_MB = 64;
  return {
    attack: `S4 ${sent} half-sent uploads to ${what}`,
    before: `${sent} requests open for as long as the sender likes`,
    now: `${ended} ended within ${waitedSec} s; workerd ${growthMb >= 0 ? '+' : ''}${growthMb.toFixed(0)} MB`,
    bound: `all ended, at most +${MAX_GROWTH_MB} MB`,
    ok: sent > 0 && ended === sent && growthMb <= MAX_GROWTH_MB,
  };
}

/** A request that is dear to parse: refused in a time that does not matter. */
export function judgeParsing(
  what: string,
  measured: { sent: number; refused: number; meanMs: number },
): Verdict {
  const { sent, refused, meanMs } = measured;
  const MAX_MEAN_MS = 250;
  return {
    attack: `S8 ${sent} × ${what}`,
    before: 'each part looked at, each fault described',
    now: `${refused} refused, ${meanMs.toFixed(0)} ms each`,
    bound: `all refused, ${MAX_MEAN_MS} ms each`,
    ok: sent > 0 && refused === sent && meanMs <= MAX_MEAN_MS,
  };
}

export function judgeQueries(measured: { keys: number; queries: number; seconds: number }): Verdict {
  const { keys, queries, seconds } = measured;
  return {
    attack: `S8 ${keys} random keys from one /64, ${(keys / seconds).toFixed(0)} a second`,
    before: `${keys} database queries`,
    now: `${queries} database queries`,
    bound: 'one query for a hundred keys',
    ok: keys > 0 && queries <= keys / 100,
  };
}

/** What version 0.1.0 reserved for an answer, however long it became. */
const OLD_ANSWER_TOKENS = 1_024;

export function judgeOverspend(measured: {
  calls: number;
  prompt: string;
  room: number;
  answerTokens: number;
  made: number;
  charged: number;
}): Verdict {
  const { calls, prompt, room, answerTokens, made, charged } = measured;
  const promptTokens = estimatePromptTokens([{ role: 'user', content: prompt }]);
  const admitted = Math.min(calls, Math.floor(room / (promptTokens + OLD_ANSWER_TOKENS)));
  return {
    attack: `S11 ${calls} calls at once on the last ${room} tokens of all`,
    before: `${admitted} calls, up to ${admitted * (promptTokens + answerTokens)} tokens`,
    now: `${made} calls, ${charged} tokens`,
    bound: `${room} tokens`,
    ok: charged <= room,
  };
}

export function judgeExports(measured: { asked: number; given: number; queries: number }): Verdict {
  const { asked, given, queries } = measured;
  const MAX_EXPORTS = 5;
  return {
    attack: `S11 ${asked} exports in a loop`,
    before: `${Math.min(asked, MAX_EXPORTS)} exports and queries (the same rule)`,
    now: `${given} exports, ${queries} queries`,
    bound: `${MAX_EXPORTS} of each`,
    ok: asked > MAX_EXPORTS && given <= MAX_EXPORTS && queries <= MAX_EXPORTS,
  };
}

/** As Markdown. */
export function formatVerdicts(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ attack, before, now, bound, ok }) => [
    ok ? 'held' : 'BROKEN',
    attack,
    before,
    now,
    bound,
  ]);
  return [['', 'attack', 'at 0.1.0', 'now', 'bound'], ['---', '---', '---', '---', '---'], ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
