/**
 * The settings of one question: what this isolate knows, else what the query of the history brings. Compared with what the bot
 * has seen, which read Redis a moment ago: a newer version there makes what is known here stale, and an older one is mended.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import { isSamePersona } from '../../../shared/personas/check.ts';
import type { Persona } from '../../../shared/settings/persona.ts';
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import { ownNamesIn } from '../personas/settle.ts';
import type { Services } from '../services.ts';
import { projectPerson, projectServer } from './project.ts';
import { channelOf, type KnownServer, NOTHING_SET, type ReadScopes } from './scopes.ts';

export interface QuestionSettings {
  /** Undefined when they have to be read. */
  find(): ReadScopes | undefined;
  keep(read: ReadScopes): void;
  /** True when the bot has seen that something is set: then a guard that does not know it would decide wrongly. */
  isAnythingSet: boolean;
}

const OUTSIDE: KnownServer = { ...NOTHING_SET, personas: null };

/** Undefined when one of them has to be read. */
function findKnown({ personas }: KnownServer, names: readonly string[]): Persona[] | undefined {
  if (personas === null) return [];
  if (names.some((name) => !personas.has(name))) return undefined;
  return names.flatMap((name) => personas.get(name) ?? []);
}

function knownWith(
  before: KnownServer['personas'] | undefined,
  { person, channel, server, personas }: ReadScopes,
): ReadonlyMap<string, Persona | null> {
  const read = ownNamesIn(person, channel, server).map(
    (name) => [name, personas.find((persona) => isSamePersona(persona, name)) ?? null] as const,
  );
  return new Map([...(before ?? []), ...read]);
}

type Deps = Pick<Services, 'settings' | 'personSettings' | 'config' | 'openDatabase' | 'log' | 'waitUntil'>;

export function createQuestionSettings(
  deps: Deps,
  caller: Caller,
  seen: SeenVersions = {},
): QuestionSettings {
  const { guild_id: guildId, user_id: userId } = caller;
  const serverKey = guildId === null ? null : `${guildId}:${channelOf(caller)}`;
  const isStale = (version: number, seenVersion: number | undefined) => (seenVersion ?? 0) > version;

  function mend({ version, personVersion }: ReadScopes): void {
    if (guildId !== null && seen.server !== undefined && seen.server !== version) {
      deps.waitUntil(projectServer(deps, guildId));
    }
    if (seen.person !== undefined && seen.person !== personVersion) {
      deps.waitUntil(projectPerson(deps, userId));
    }
  }

  return {
    isAnythingSet: (seen.server ?? 0) > 0 || (seen.person ?? 0) > 0,

    find() {
      const server = serverKey === null ? OUTSIDE : deps.settings.find(serverKey);
      const person = deps.personSettings.find(userId);
      if (server === undefined || person === undefined) return undefined;
      if (serverKey !== null && isStale(server.version, seen.server)) return undefined;
      if (isStale(person.version, seen.person)) return undefined;
      const personas = findKnown(server, ownNamesIn(person.person, server.channel, server.server));
      if (personas === undefined) return undefined;
      const { version, server: ofServer, channel, hasDocuments } = server;
      const known = {
        ...{ version, server: ofServer, channel, personas, hasDocuments },
        person: person.person,
        personVersion: person.version,
        personHasDocuments: person.hasDocuments,
        personFactSpaces: person.factSpaces,
      };
      mend(known);
      return known;
    },

    keep(read) {
      const { version, server, channel, personVersion, person, hasDocuments } = read;
      if (serverKey !== null) {
        const before = deps.settings.find(serverKey);
        const personas = knownWith(before?.version === version ? before.personas : undefined, read);
        deps.settings.keep(serverKey, { version, server, channel, personas, hasDocuments });
      }
      deps.personSettings.keep(userId, {
        version: personVersion,
        person,
        hasDocuments: read.personHasDocuments,
        factSpaces: read.personFactSpaces,
      });
      mend(read);
    },
  };
}
