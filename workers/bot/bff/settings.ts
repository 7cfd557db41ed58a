/** The part of the bff's client that is about settings: see shared/contract/settings.ts. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import {
  SETTINGS_AUDIT_PATH,
  SETTINGS_CHANGE_PATH,
  SETTINGS_EXPORT_PATH,
  SETTINGS_IMPORT_PATH,
  SETTINGS_READ_PATH,
} from '../../../shared/contract/routes.ts';
import type {
  ChangeSettingsRequest,
  ExportSettingsRequest,
  ImportSettingsRequest,
  InvalidSettings,
  Permissions,
  ReadSettingsRequest,
  SettingsAuditPage,
  SettingsAuditRequest,
  SettingsConflict,
  SettingsDocument,
  SettingsView,
} from '../../../shared/contract/settings.ts';
import type { SettingsProblem } from '../../../shared/settings/check.ts';
import type { Exchanged } from '../../../shared/signing/exchange.ts';
import { type BffExchange, readReply } from './call.ts';

/** Who acts, and what Discord says they may. */
export interface Actor {
  caller: Caller;
  permissions: Permissions;
}

export type SettingsReply<Value> = { kind: 'ok'; value: Value } | { kind: 'failed'; failure: Failure };

export type SettingsChangeReply =
  | SettingsReply<SettingsView>
  | { kind: 'conflict'; current: SettingsView; fields: readonly string[] }
  | { kind: 'invalid'; problems: readonly SettingsProblem[] };

export interface SettingsClient {
  read(actor: Actor): Promise<SettingsReply<SettingsView>>;
  change(
    actor: Actor,
    change: Pick<ChangeSettingsRequest, 'target' | 'changes' | 'expected_version'>,
  ): Promise<SettingsChangeReply>;
  audit(actor: Actor, before: number | null): Promise<SettingsReply<SettingsAuditPage>>;
  export(actor: Actor): Promise<SettingsReply<SettingsDocument>>;
  import(actor: Actor, document: unknown, expectedVersion: number): Promise<SettingsChangeReply>;
}

/** What is read and then changed has to be done in Discord's three seconds. */
const READ_TIMEOUT_MS = 1_100;
const CHANGE_TIMEOUT_MS = 1_400;
/** A delivery waits for these. */
const DOCUMENT_TIMEOUT_MS = 10_000;

export function createSettingsClient(exchange: BffExchange): SettingsClient {
  const frame = ({ caller, permissions }: Actor) => ({ libra: { caller }, permissions });
  return {
    async read(actor) {
      const body = frame(actor) satisfies ReadSettingsRequest;
      return toReply(await exchange(SETTINGS_READ_PATH, body, READ_TIMEOUT_MS));
    },
    async change(actor, change) {
      const body = { ...frame(actor), ...change } satisfies ChangeSettingsRequest;
      return toChangeReply(await exchange(SETTINGS_CHANGE_PATH, body, CHANGE_TIMEOUT_MS));
    },
    async audit(actor, before) {
      const body = { ...frame(actor), ...(before === null ? {} : { before }) } satisfies SettingsAuditRequest;
      return toReply(await exchange(SETTINGS_AUDIT_PATH, body, CHANGE_TIMEOUT_MS));
    },
    async export(actor) {
      const body = frame(actor) satisfies ExportSettingsRequest;
      return toReply(await exchange(SETTINGS_EXPORT_PATH, body, DOCUMENT_TIMEOUT_MS));
    },
    async import(actor, document, expectedVersion) {
      const body = {
        ...frame(actor),
        document,
        expected_version: expectedVersion,
      } satisfies ImportSettingsRequest;
      return toChangeReply(await exchange(SETTINGS_IMPORT_PATH, body, DOCUMENT_TIMEOUT_MS));
    },
  };
}

function toReply<Value>(response: Exchanged | null): SettingsReply<Value> {
  const reply = readReply<Value>(response);
  return reply.ok ? { kind: 'ok', value: reply.value } : { kind: 'failed', failure: reply.failure };
}

function toChangeReply(response: Exchanged | null): SettingsChangeReply {
  const reply = toReply<SettingsView>(response);
  if (reply.kind === 'ok' || response === null) return reply;
  switch (reply.failure.code) {
    case 'settings_conflict': {
      const { current, fields } = response.body as SettingsConflict;
      return { kind: 'conflict', current, fields };
    }
    case 'settings_invalid':
      return { kind: 'invalid', problems: (response.body as InvalidSettings).problems };
    default:
      return reply;
  }
}
