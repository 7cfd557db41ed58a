/** Settings as the database holds them, and what they come to for one question. Pure. */
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { kindOfChain } from '../../../shared/catalogue/catalogue.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Budget } from '../../../shared/contract/cost-limits.ts';
import {
  type Ceilings,
  type EffectiveSettings,
  effectiveSettings,
} from '../../../shared/settings/effective.ts';
import { readSettings } from '../../../shared/settings/parse.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import type { ChannelSettings, PersonSettings, ServerSettings } from '../../../shared/settings/settings.ts';

export interface ServerScope {
  /** Of the server with all of its channels; 0 when nothing was ever set. */
  version: number;
  server: ServerSettings;
  /** Of the channel that was asked about. */
  channel: ChannelSettings;
  /** The server or the channel has documents. */
  hasDocuments: boolean;
}

/** Of a server, what an isolate knows. */
export interface KnownServer extends ServerScope {
  /** By the name in lower case; null: there is none of this name. Null as a whole: outside servers there are none. */
  personas: ReadonlyMap<string, Persona | null> | null;
}

export interface PersonScope {
  version: number;
  person: PersonSettings;
  /** The person has documents of their own. */
  hasDocuments: boolean;
  /** Where facts of personal memory are used. */
  factSpaces: readonly string[];
}

export interface ReadScopes extends ServerScope {
  personVersion: number;
  person: PersonSettings;
  personHasDocuments: boolean;
  personFactSpaces: readonly string[];
  /** The server's own that these settings name. */
  personas: readonly Persona[];
}

/** Where nothing is set, and no operator's bound is known: those hold besides. */
export const NO_SETTINGS: EffectiveSettings = effectiveSettings(
  { ceilings: { models: null, dailyTokens: 0, dailyMicroUsd: 0 }, server: {}, channel: {}, person: {} },
  { channelId: '', parentId: null, guildId: null, roleIds: [] },
);

export const NOTHING_SET: ReadScopes = {
  version: 0,
  server: {},
  channel: {},
  hasDocuments: false,
  personVersion: 0,
  person: {},
  personHasDocuments: false,
  personFactSpaces: [],
  personas: [],
};

/** What `read_scopes` of the database gives. */
export interface ScopeRow extends Record<string, unknown> {
  server?: { settings: unknown; version: number } | null;
  channel?: unknown;
  person?: { settings: unknown; version: number; remember: boolean } | null;
  named_personas?: Persona[] | null;
  has_documents?: boolean;
  person_has_documents?: boolean;
  person_fact_spaces?: string[] | null;
}

export function toScopes({
  server,
  channel,
  person,
  named_personas: personas,
  ...has
}: ScopeRow): ReadScopes {
  return {
    version: server?.version ?? 0,
    server: readSettings('server', server?.settings),
    channel: readSettings('channel', channel),
    hasDocuments: has.has_documents === true,
    personVersion: person?.version ?? 0,
    person: {
      ...readSettings('person', person?.settings),
      ...(person?.remember === false ? { memory: false } : {}),
    },
    personHasDocuments: has.person_has_documents === true,
    personFactSpaces: has.person_fact_spaces ?? [],
    personas: personas ?? [],
  };
}

/** What belongs to a channel holds in its threads. */
export const channelOf = ({ channel_id: channelId, parent_id: parentId }: Caller): string =>
  parentId ?? channelId;

export interface OperatorsBounds {
  catalogue: Catalogue;
  budgets: { guild: Budget };
}

/** Models that a person may talk with, in the order of the catalogue. */
export function chatModelsOf(catalogue: Catalogue): string[] {
  return [...catalogue.chains].flatMap(([name, chain]) => (kindOfChain(chain) === 'chat' ? [name] : []));
}

function ceilingsOf({ catalogue, budgets }: OperatorsBounds): Ceilings {
  const { tokens: dailyTokens, microUsd: dailyMicroUsd } = budgets.guild;
  return { models: chatModelsOf(catalogue), dailyTokens, dailyMicroUsd };
}

export function effectiveFor(bounds: OperatorsBounds, scopes: ReadScopes, caller: Caller): EffectiveSettings {
  return effectiveSettings(
    { ...scopes, ceilings: ceilingsOf(bounds) },
    {
      channelId: caller.channel_id,
      parentId: caller.parent_id ?? null,
      guildId: caller.guild_id,
      roleIds: caller.role_ids ?? [],
    },
  );
}
