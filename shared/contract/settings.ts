/**
 * What the bot asks the bff about settings. All bot → bff, POST, signed as the bot, which states who acts and what they may:
 * it has Discord's word for both. A channel's settings are kept under the server in which they were made, so that they hold
 * nowhere else, whatever channel a request names.
 *
 * Refusals besides the usual ones: 400 `settings_invalid` with `InvalidSettings`, 403 `forbidden` without the permission,
 * 409 `settings_conflict` with `SettingsConflict`. Outside servers only the scope `person` exists (400 otherwise).
 */
import type { SettingsProblem } from '../settings/check.ts';
import type { EffectiveSettings } from '../settings/effective.ts';
import type { ChangesOf } from '../settings/parse.ts';
import type { Persona } from '../settings/persona.ts';
import type { ChannelSettings, PersonSettings, ServerSettings } from '../settings/settings.ts';
import type { Caller } from './caller.ts';
import type { ErrorBody } from './error-body.ts';

/** As Discord says in the signed interaction. */
export interface Permissions {
  /** Manage Server: `server`, every channel, import, export, audit. */
  manage_server: boolean;
  /** Manage Channels: the channel's settings. */
  manage_channels: boolean;
}

interface SettingsRequest {
  libra: { caller: Caller };
  permissions: Permissions;
}

/** Whose settings a change is about. A thread's are its channel's: name the channel. */
export type SettingsTarget =
  | { scope: 'server' }
  | { scope: 'channel'; channel_id: string }
  | { scope: 'person' };

/** Body of SETTINGS_READ_PATH; answer `SettingsView`. Needs no permission. */
export interface ReadSettingsRequest extends SettingsRequest {
  /** Whose channel settings are shown; absent: those of the caller's place (of a thread, its channel's). */
  channel_id?: string;
}

export interface SettingsView {
  /** Of the server with all of its channels; 0 when nothing was ever set. */
  version: number;
  person_version: number;
  server: ServerSettings;
  channel_id: string;
  channel: ChannelSettings;
  person: PersonSettings;
  /** For the caller in that channel. */
  effective: EffectiveSettings;
  /** What may be chosen as a model: the catalogue's for chat, within `allowedModels`. */
  models: string[];
  /** Every model of the catalogue for chat: what `allowedModels` may hold. */
  catalogue: string[];
  default_model: string;
  /** Names of the server's personas. */
  personas: string[];
  /** The operator's; 0 is no bound. */
  ceilings: { daily_tokens: number; daily_micro_usd: number };
}

/** Body of SETTINGS_CHANGE_PATH; answer `SettingsView` as it is after the change. */
export type ChangeSettingsRequest = SettingsRequest & {
  target: SettingsTarget;
  /** Only what changes; null for what is to inherit. */
  changes: ChangesOf<'server'> | ChangesOf<'channel'> | ChangesOf<'person'>;
  /** The version that the actor has seen (for `person`: `person_version`). Others may have changed other fields since. */
  expected_version: number;
};

/** 409: somebody has changed the same field since; `current` is what is in force now. */
export interface SettingsConflict extends ErrorBody {
  current: SettingsView;
  /** Those that both have changed. */
  fields: string[];
}

/** 400: everything that is wrong, at once. */
export interface InvalidSettings extends ErrorBody {
  problems: SettingsProblem[];
}

/** Body of SETTINGS_EXPORT_PATH (Manage Server); answer `SettingsDocument`. */
export type ExportSettingsRequest = SettingsRequest;

export const SETTINGS_FORMAT = 'libra-settings';
export const SETTINGS_FORMAT_VERSION = 1;

/** What a server exports, and what it takes back. Nothing of a person is in it. */
export interface SettingsDocument {
  format: typeof SETTINGS_FORMAT;
  version: typeof SETTINGS_FORMAT_VERSION;
  server: ServerSettings;
  /** By the channel's id. */
  channels: Record<string, ChannelSettings>;
  personas: Persona[];
}

/** Body of SETTINGS_IMPORT_PATH (Manage Server); answer `SettingsView`. It replaces everything that the document covers. */
export interface ImportSettingsRequest extends SettingsRequest {
  /** As it was uploaded: judged by the bff. */
  document: unknown;
  /** An import replaces all: any change since is a conflict. */
  expected_version: number;
}

/** Body of SETTINGS_AUDIT_PATH (Manage Server); answer `SettingsAuditPage`. */
export interface SettingsAuditRequest extends SettingsRequest {
  /** `next` of the page before. */
  before?: number;
}

export const AUDIT_PAGE_ENTRIES = 10;

export interface SettingsAuditPage {
  /** Newest first. What people set for themselves is not in it. */
  entries: SettingsAuditEntry[];
  /** Null at the end. */
  next: number | null;
}

export interface SettingsAuditEntry {
  id: number;
  /** ISO 8601. */
  at: string;
  /** Null: the person has had everything erased. */
  actor: string | null;
  scope: 'server' | 'channel' | 'persona';
  /** The channel's id or the persona's name; null for the server. */
  target: string | null;
  field: string;
  /** Null: not set. */
  before: unknown;
  after: unknown;
}
