/**
 * The beginning of a turn, by one function of the database (`open_turn` in migrations/): the question is recorded, and what was
 * said before is read.
 *
 * The open conversation is locked while the question is recorded, and the history is read by a later statement. So of two
 * questions at the same time one always sees the other, and none waits for an answer.
 */
import { type SQL, sql } from 'drizzle-orm';
import { textOf } from '../../../shared/chat/messages.ts';
import { type UsageEvent, usageRow } from '../ledger/usage.ts';
import type { FactCandidate, TurnFacts } from '../memory/recall.ts';
import { hashedTerms } from '../memory/terms.ts';
import { type StoredSettings, toStored } from '../operator/settings.ts';
import { type ReadScopes, type ScopeRow, toScopes } from '../settings/scopes.ts';
import type { Database } from '../store/database.ts';
import { prepare } from '../store/statement.ts';
import { toStorableJson } from '../store/storable-text.ts';
import { type PastMessage, toRemembered, withPendingNotes } from './history.ts';
import { type RememberedMessage, toMessageRow } from './message-row.ts';
import { pendingSince } from './past-sql.ts';
import { frameSpeakers } from './speakers.ts';
import { isoTime, type NewTurn, placeValues } from './turn-sql.ts';

/** What `open_turn` gives. */
interface OpenedRow {
  conversation_id: string | null;
  may_remember: boolean;
  /** True of a conversation of the whole channel. */
  is_shared: boolean;
  is_recorded: boolean;
  /** Null outside of servers. */
  is_first_use: boolean | null;
  newest: PastMessage[] | null;
  /** Of personal memory; null where the person has not agreed to it. */
  facts: { total: number; lacks_vectors: boolean; candidates: FactCandidate[] } | null;
  /** Null but for a request that follows a turn. */
  followed_keys: string[] | null;
  followed: PastMessage[] | null;
  /** Only where operators have set something that is newer than what is known. */
  operator_settings: { version: number; settings: unknown } | null;
  /** Null where they were not asked for. */
  scopes: ScopeRow | null;
}

export interface History {
  /** The conversation that the turn belongs to; null when the turn may not be remembered. */
  conversationId: string | null;
  /** True when nothing else of this person is stored in this server. */
  isFirstUse?: true;
  /** True when this request has recorded its question, which has to be withdrawn should there be no answer. */
  isRecorded: boolean;
  /** What was said before, without this request's own messages and without the turn that it follows. */
  newestFirst: RememberedMessage[];
  /** In a conversation of the channel: what the model calls the person who asks. */
  requester?: string;
  /** Of a retry: the request keys of the turns whose place it takes. */
  replaces?: string[];
  /** Of a continuation: what is stored of the turn that it follows, newest message first. */
  continued?: RememberedMessage[];
  /** Where the person has agreed to personal memory: what may go along of it. */
  facts?: TurnFacts;
  /** Facts of theirs have no vector of the present. */
  lacksVectors?: true;
}

export interface OpenedTurn {
  history: History;
  /** Null when they were not asked for. */
  settings: ReadScopes | null;
  /** Present where operators have set something newer than what was known. */
  operatorSettings?: StoredSettings;
}

export interface OpeningOptions {
  withSettings: boolean;
  /** What is known of the operators' settings; absent: it is not asked for. */
  operatorVersion?: number;
  /** Of the call that is about to be made, for the ledger. */
  usage?: UsageEvent;
}

export async function openTurn(db: Database, turn: NewTurn, options: OpeningOptions): Promise<OpenedTurn> {
  const { rows } = await db.execute<{ opened: OpenedRow }>(openingOf(turn, options));
  const [{ opened }] = rows as [{ opened: OpenedRow }];
  const conversationId = opened.may_remember ? opened.conversation_id : null;
  return {
    history: {
      conversationId,
      ...(conversationId !== null && opened.is_first_use === true ? { isFirstUse: true } : {}),
      isRecorded: opened.is_recorded,
      ...shownTo(turn, opened),
      ...factsFor(turn, opened),
    },
    settings: options.withSettings ? toScopes(opened.scopes ?? {}) : null,
    ...(opened.operator_settings === null ? {} : { operatorSettings: toStored(opened.operator_settings) }),
  };
}

function factsFor({ question }: NewTurn, { facts }: OpenedRow): Pick<History, 'facts' | 'lacksVectors'> {
  if (facts === null) return {};
  const { candidates, total, lacks_vectors: lacksVectors } = facts;
  return {
    facts: { candidates, total, question: textOf(question.message.content) },
    ...(lacksVectors ? { lacksVectors } : {}),
  };
}

/** What was said before, as the model gets it. */
function shownTo(
  turn: NewTurn,
  row: OpenedRow,
): Pick<History, 'newestFirst' | 'requester' | 'replaces' | 'continued'> {
  const newest = turn.isUnstored === true ? [] : (row.newest ?? []);
  const followed = row.followed ?? [];
  if (!row.is_shared || turn.isUnstored === true) {
    return { newestFirst: withPendingNotes(newest), ...followedOf(turn, row, followed) };
  }
  const { user_id: id, display_name: name = null } = turn.caller;
  // Together, so that each person has one name in both.
  const { messages: spoken, requester } = frameSpeakers([...newest, ...followed], { id, name });
  return {
    newestFirst: withPendingNotes(spoken.slice(0, newest.length)),
    requester,
    ...followedOf(turn, row, spoken.slice(newest.length)),
  };
}

function followedOf(
  { follows }: NewTurn,
  row: OpenedRow,
  followed: readonly PastMessage[],
): Pick<History, 'replaces' | 'continued'> {
  switch (follows?.action) {
    case undefined:
      return {};
    case 'retry':
      return { replaces: row.followed_keys ?? [] };
    case 'continue':
      return { continued: followed.map(toRemembered) };
  }
}

/** The statement alone. */
export function openingOf(turn: NewTurn, options: OpeningOptions): SQL {
  return callOpenTurn({ turn: turnJson(turn, options) });
}

const callOpenTurn = prepare<{ turn: string }>(
  () => sql`select open_turn(${sql.placeholder('turn')}::jsonb) as opened`,
);

/** Who does not know a version does not ask for one. */
const NEWEST_POSSIBLE = 2_147_483_647;

/** The argument of `open_turn`, by the names that it has there. */
function turnJson(
  turn: NewTurn,
  { withSettings, operatorVersion = NEWEST_POSSIBLE, usage }: OpeningOptions,
): string {
  const { question, follows, factModel } = turn;
  const place = placeValues(turn);
  const row = toMessageRow(question.message, question.attachments);
  return toStorableJson({
    user_id: place.userId,
    pseudonym: turn.pseudonym,
    guild_id: place.guildId,
    space: place.space,
    channel_id: place.channelId,
    settings_channel_id: place.settingsChannelId,
    is_private: place.isPrivate,
    is_unstored: turn.isUnstored === true,
    speaker_name: place.speakerName,
    request_key: turn.requestKey,
    asked_at: isoTime(turn.askedAtMs),
    new_id: crypto.randomUUID(),
    question: { ordinal: 0, ...row, tokens: question.tokens, complete: false },
    pending_since: pendingSince(turn.askedAtMs),
    follow_action: follows?.action ?? null,
    followed_key: follows?.requestKey ?? null,
    question_terms: hashedTerms(textOf(question.message.content)),
    fact_model: factModel ?? null,
    operator_version: operatorVersion,
    with_settings: withSettings,
    usage: usage === undefined ? null : usageRow(usage),
  });
}
