/** Whom a model call is charged to. Pure. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Budget } from '../../../shared/contract/cost-limits.ts';
import { serverLimits } from '../../../shared/settings/server-limits.ts';
import type { ApiKeyRecord } from '../access/api-keys.ts';

export interface Account {
  /** `<guild id or dm>:<user id>`, `api:<key id>` or `libra`: calls, idempotency and cached answers are kept apart by it. */
  id: string;
  /** The user's id, `api:<key id>` or `libra`: the daily budget follows a person into every guild. */
  owner: string;
  callsPerMin: number;
  /** Calls that are no questions are counted under this name of their own. Absent: as questions. */
  countedAs?: 'talk';
  /** Present in a guild: its own limit and budget apply as well. `budget` absent: the operator's for every guild. */
  guild: { id: string; callsPerMin: number; budget?: Budget } | null;
  /** What the server allows this member's roles in a day; absent: no bound of its own. */
  member?: Budget;
  /** Of an API key, and of Libra: budgets of its own. */
  own?: OwnBudgets;
}

/** 0 is no bound. */
export interface OwnBudgets {
  /** What is absent is the operator's for everybody. */
  day: Partial<Budget>;
  month: Budget;
  tokensPerMin: number;
}

const API_OWNER = 'api:';

/** A guild's id, or `dm`. */
export function spaceOf(caller: Caller): string {
  return caller.guild_id ?? 'dm';
}

export function accountOfCaller(
  caller: Caller,
  limits: { userCallsPerMin: number; guildCallsPerMin: number },
): Account {
  return {
    id: `${spaceOf(caller)}:${caller.user_id}`,
    owner: caller.user_id,
    callsPerMin: limits.userCallsPerMin,
    guild: caller.guild_id === null ? null : { id: caller.guild_id, callsPerMin: limits.guildCallsPerMin },
  };
}

/** With what the server has set. */
export function limitedBy(account: Account, settings: Parameters<typeof serverLimits>[0]): Account {
  if (account.guild === null) return account;
  const { guild: budget, ...ofMember } = serverLimits(settings, account.callsPerMin);
  return { ...account, ...ofMember, guild: { ...account.guild, budget } };
}

/** Of what a live conversation hears and speaks: several calls for each question, which is counted as one itself. */
export function talkAccountOf(account: Account): Account {
  const { guild, callsPerMin } = account;
  return {
    ...account,
    countedAs: 'talk',
    callsPerMin: callsPerMin * TALK_CALLS_PER_QUESTION,
    guild: guild === null ? null : { ...guild, callsPerMin: guild.callsPerMin * TALK_CALLS_PER_QUESTION },
  };
}

/** What was said in a few pieces, and an answer of several sentences. */
const TALK_CALLS_PER_QUESTION = 12;

export function accountOfApiKey({
  id: keyId,
  callsPerMin,
  settings,
}: Pick<ApiKeyRecord, 'id' | 'callsPerMin' | 'settings'>): Account {
  const id = `${API_OWNER}${keyId}`;
  const { tokens_per_day: tokens, micro_usd_per_day: microUsd } = settings;
  const own = {
    day: { ...(tokens === undefined ? {} : { tokens }), ...(microUsd === undefined ? {} : { microUsd }) },
    month: { tokens: settings.tokens_per_month ?? 0, microUsd: settings.micro_usd_per_month ?? 0 },
    tokensPerMin: settings.tokens_per_min ?? 0,
  };
  return { id, owner: id, callsPerMin, guild: null, own };
}

/** Calls and tokens of Libra's own, for vectors that nobody has asked for: a provider that keeps changing them ends at these. */
const LIBRA_CALLS_PER_MIN = 60;
const LIBRA_TOKENS_PER_DAY = 500_000;

/** What is done for everybody, and charged to nobody: it is in the day's budget of all. */
export const LIBRA_ACCOUNT: Account = {
  id: 'libra',
  owner: 'libra',
  callsPerMin: LIBRA_CALLS_PER_MIN,
  guild: null,
  own: { day: { tokens: LIBRA_TOKENS_PER_DAY }, month: { tokens: 0, microUsd: 0 }, tokensPerMin: 0 },
};

/** Null for a person. */
export function apiKeyIdOf({ owner }: Account): number | null {
  return owner.startsWith(API_OWNER) ? Number(owner.slice(API_OWNER.length)) : null;
}

/** True when the operator has set a budget for this key alone. */
export function hasOwnBudget({ own }: Account): boolean {
  if (own === undefined) return false;
  return [own.day.tokens, own.day.microUsd, own.month.tokens, own.month.microUsd].some(
    (bound) => bound !== undefined && bound > 0,
  );
}
