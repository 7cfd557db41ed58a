/**
 * What operators ask of the bff. All POST with a JSON body. Either by an operator's own key (`authorization: Bearer lb-…`) with the
 * body as it stands here, or signed as the console, which states whose session it is: the body is then an `OperatorEnvelope`. A key
 * is judged by its rights in both cases, anew with each request.
 */
import type { CircuitDetail, ForcedMode } from './circuits.ts';
import type { Sums, SumsOfTime } from './figures.ts';
import type { BudgetStatus, PartHealth } from './status.ts';

/**
 * `metrics`: `/metrics` alone. `read`: all that is shown. `circuits`, `keys`, `people`, `settings`: to change these.
 * A key with rights of an operator may do nothing else.
 */
export const OPERATOR_RIGHTS = ['metrics', 'read', 'circuits', 'keys', 'people', 'settings'] as const;
export type OperatorRight = (typeof OPERATOR_RIGHTS)[number];

export interface OperatorEnvelope {
  /** The key's id; null: the console itself, which looks for what to alert of. */
  operator: number | null;
  ask: unknown;
}

const path = (name: string) => `/v1/admin/${name}`;

/** Body `{}`, answer `OperatorIdentity`. Any right will do. */
export const ADMIN_SESSION_PATH = path('session');
/** Body `{without_database?: true}`, answer `Overview`. Right `read`, as of all that change nothing. */
export const ADMIN_OVERVIEW_PATH = path('overview');
/** Body `FiguresRequest`, answer `FiguresResponse`. */
export const ADMIN_FIGURES_PATH = path('figures');
/** Body `{}`, answer `BudgetsOverview`. */
export const ADMIN_BUDGETS_PATH = path('budgets');
/** Body `LookRequest`, answer `{}`: the console shows what it has from elsewhere. It is noted, and needs the right `read`. */
export const ADMIN_LOOK_PATH = path('look');
/** Body `LedgerRequest`, answer `LedgerPage`. */
export const ADMIN_LEDGER_PATH = path('ledger');
/** Body `LedgerFilter`, answer CSV in UTF-8 with a byte order mark. */
export const ADMIN_LEDGER_CSV_PATH = path('ledger/csv');
/** Body `{}`, answer `{keys: OperatorKey[]}`. */
export const ADMIN_KEYS_PATH = path('keys');
/** Right `keys`. Body `CreateKeyRequest`, answer `KeySecret`. */
export const ADMIN_KEY_CREATE_PATH = path('keys/create');
/** Right `keys`. Body `ChangeKeyRequest`, answer `{}`. */
export const ADMIN_KEY_CHANGE_PATH = path('keys/change');
/** Right `keys`. Body `{id}`, answer `KeySecret`: the secret before works for a day. */
export const ADMIN_KEY_ROTATE_PATH = path('keys/rotate');
/** Right `keys`. Body `{id}`, answer `{}`. */
export const ADMIN_KEY_REVOKE_PATH = path('keys/revoke');
/** Right `circuits`. Body `CircuitOrder`, answer `{}`. */
export const ADMIN_CIRCUIT_PATH = path('circuit');
/** Body `{}`, answer `{servers: ServerRow[]}`. */
export const ADMIN_SERVERS_PATH = path('servers');
/** Body `{guild}`, answer `ServerDetail`. */
export const ADMIN_SERVER_PATH = path('server');
/** Body `{}`, answer `ModerationOverview`. */
export const ADMIN_MODERATION_PATH = path('moderation');
/** Right `people`. Body `{space, person}`, answer `{}`. */
export const ADMIN_UNBLOCK_PATH = path('unblock');
/** Body `{}`, answer `DocumentsOverview`. */
export const ADMIN_DOCUMENTS_PATH = path('documents');
/** Body `{}`, answer `SettingsOverview`. */
export const ADMIN_SETTINGS_PATH = path('settings');
/** Right `settings`. Body `ChangeSettingsRequest`, answer `{version}`. */
export const ADMIN_SETTINGS_CHANGE_PATH = path('settings/change');
/** Right `settings`. Body `{version}`: the newest, which is undone. Answer `{version}`. */
export const ADMIN_SETTINGS_UNDO_PATH = path('settings/undo');
/** Body `{}`, answer `{entries: AuditEntry[]}`: the newest first. */
export const ADMIN_AUDIT_PATH = path('audit');

/** OpenMetrics, by an operator's key with the right `metrics` or `read`. */
export const METRICS_PATH = '/metrics';

export interface OperatorIdentity {
  id: number;
  name: string;
  rights: OperatorRight[];
}

export interface Overview {
  /** ISO 8601. */
  at: string;
  version: string;
  parts: { redis: PartHealth; database: PartHealth; llm: PartHealth };
  /** Of the last 60 minutes; null when the database is away. */
  hour: Sums | null;
  /** In steps of five minutes; those in which nothing happened are left out. */
  series: SumsOfTime[];
  /** Calls under way; null when the database is away. */
  running: number | null;
  /** Null when llm is away. */
  circuits: CircuitDetail[] | null;
  /** What all have used of the day's budget; null when Redis is away. */
  budget: BudgetStatus | null;
  /** ISO 8601; null: never, or not known. */
  cleaned_at: string | null;
  summed_until: string | null;
}

export interface CircuitOrder {
  target: string;
  force: ForcedMode;
}

/** What is absent is not asked for. */
export interface LedgerFilter {
  /** Whole days in UTC, today included. */
  days: number;
  model?: string;
  provider?: string;
  /** A server's id, or `dm`. */
  guild?: string;
  /** A pseudonym as it is shown, or Discord's id. */
  person?: string;
  key?: number;
  /** `error`: all that are neither `ok` nor `client_gone`. */
  outcome?: string;
}

export interface LedgerRequest extends LedgerFilter {
  /** `next` of the page before. */
  before?: string;
}

export interface LedgerRow {
  /** ISO 8601. */
  at: string;
  model: string;
  provider: string | null;
  guild: string | null;
  /** A pseudonym. */
  person: string | null;
  key: number | null;
  prompt_tokens: number;
  cached_tokens: number;
  completion_tokens: number;
  cost_micro_usd: number;
  first_token_ms: number | null;
  total_ms: number;
  outcome: string;
  fallback: boolean;
  cached: boolean;
  estimated: boolean;
}

export interface LedgerPage {
  rows: LedgerRow[];
  /** Null: there are no more. */
  next: string | null;
}

export interface OperatorKey {
  id: number;
  name: string;
  owner: string | null;
  state: 'live' | 'expired' | 'revoked';
  calls_per_min: number;
  /** As the column holds them; what is absent has its default. */
  settings: Record<string, unknown>;
  created_at: string;
  expires_at: string | null;
  previous_until: string | null;
  today: KeyUse;
  month: KeyUse;
}

export interface KeyUse {
  calls: number;
  tokens: number;
  micro_usd: number;
}

/** Options as `npm run keys` takes them, without their dashes: `{"tokens-per-day": "1m"}`. */
export type KeyOptions = Record<string, string>;

export interface CreateKeyRequest {
  name: string;
  options: KeyOptions;
}

export interface ChangeKeyRequest {
  id: number;
  options: KeyOptions;
}

export interface KeySecret {
  id: number;
  name: string;
  /** Told here and never again. */
  secret: string;
}

export interface ServerRow {
  guild: string;
  /** Of the last 30 days. */
  calls: number;
  cost_micro_usd: number;
  /** 0: nothing was ever set. */
  settings_version: number;
  documents: number;
  /** Found by moderation in the last seven days. */
  moderated: number;
}

export interface ServerDetail {
  guild: string;
  settings_version: number;
  /** As they are stored. Instructions are told by their length alone. */
  settings: Record<string, unknown>;
  channels: { channel: string; settings: Record<string, unknown> }[];
  changes: { at: string; by: string | null; field: string; scope: string }[];
}

export interface ModerationOverview {
  /** Of the last seven days. */
  counts: { day: string; side: string; action: string; count: number }[];
  /** Null when Redis is away. */
  blocked: { space: string; person: string; by: 'moderator' | 'cooldown'; until: string | null }[] | null;
  /** True: there are more than are listed. */
  more_blocked: boolean;
}

export interface DocumentsOverview {
  spaces: {
    space: string;
    ready: number;
    reading: number;
    failed: number;
    chunks: number;
    size_bytes: number;
  }[];
  problems: { space: string; problem: string; at: string; source: string }[];
  /** Of personal memory. `waiting`: without a vector of the present model, so found by their words alone. */
  facts: { all: number; waiting: number };
}

export interface SettingsOverview {
  /** 0: nothing was ever set. */
  version: number;
  settings: OperatorValues;
  /** What each variable is where nothing is set here: as the Worker's environment has it; null: its default. */
  floor: Record<string, string | null>;
  versions: { version: number; at: string; by: string | null; changed: string[] }[];
}

export interface BudgetsOverview {
  /** ISO 8601. */
  at: string;
  /** Those who have spent most today. */
  servers: BudgetUse[];
  /** By pseudonyms. */
  people: BudgetUse[];
  /** Redis, by which calls are refused, or else the ledger, which knows no call under way. */
  by: 'redis' | 'ledger';
}

export interface BudgetUse extends BudgetStatus {
  name: string;
}

export interface LookRequest {
  page: 'traces' | 'alerts';
  /** The trace that is looked at. */
  target?: string;
}

/** By the variable's name. */
export type OperatorValues = Record<string, string>;

export interface ChangeSettingsRequest {
  /** Of what was looked at: who changes something older is refused. */
  version: number;
  /** Null: as the environment has it. */
  changes: Record<string, string | null>;
}

export interface AuditEntry {
  at: string;
  operator: string | null;
  action: string;
  target: string | null;
}

/** Body of LLM_SETTINGS_PATH. */
export interface LlmSettings {
  version: number;
  values: OperatorValues;
  /** True: it is only judged. */
  is_trial: boolean;
}
