/** What is set for a question, as far as the bot has to know it before it defers. Pure. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { CostLimits } from '../../../shared/contract/cost-limits.ts';
import {
  type AskedIn,
  type EffectiveSettings,
  effectiveSettings,
} from '../../../shared/settings/effective.ts';
import {
  NO_PERSON_PROJECTION,
  NO_SERVER_PROJECTION,
  type PersonProjection,
  personProjectionKey,
  readPersonProjection,
  readServerProjection,
  type SeenVersions,
  type ServerProjection,
  serverProjectionKey,
} from '../../../shared/settings/projection.ts';
import type { Place } from '../mute/place.ts';

/** As Redis gave them; of what was not read there is none. */
export interface Projections {
  /** Absent outside servers. */
  server?: ServerProjection;
  person?: PersonProjection;
}

export interface Asked extends Place {
  /** Of the member; none outside servers. */
  roleIds: readonly string[];
}

export interface PlaceSettings {
  settings: EffectiveSettings;
  /** Channels in which Libra answers alone; none: in every one. */
  answersIn: readonly string[];
  /** Versions to be compared with the database's. */
  seen: SeenVersions;
  /** Those of the roles that a limit is set for; all of them while that is not known. */
  roleIds: readonly string[];
}

export function projectionKeys({ guild_id: guildId, user_id: userId }: Caller): string[] {
  const person = personProjectionKey(userId);
  return guildId === null ? [person] : [person, serverProjectionKey(guildId)];
}

/** The values of those keys, in their order. */
export function toProjections(
  values: readonly unknown[],
  { guild_id: guildId }: Caller,
): Required<Pick<Projections, 'person'>> & Projections {
  const person = readPersonProjection(values[0]);
  return guildId === null ? { person } : { person, server: readServerProjection(values[1]) };
}

/** `isRead`: Redis has given them just now. */
export function settingsIn(
  { server, person }: Projections,
  asked: AskedIn,
  { budgets }: CostLimits,
  { isRead }: { isRead: boolean },
): PlaceSettings {
  const ofServer = server ?? NO_SERVER_PROJECTION;
  const limited = (ofServer.server.roleLimits ?? []).map(({ roleId }) => roleId);
  return {
    settings: effectiveSettings(
      {
        ceilings: {
          models: null,
          dailyTokens: budgets.guild.tokens,
          dailyMicroUsd: budgets.guild.microUsd,
        },
        server: ofServer.server,
        channel: ofServer.channels[asked.parentId ?? asked.channelId] ?? {},
        person: (person ?? NO_PERSON_PROJECTION).person,
      },
      asked,
    ),
    answersIn: ofServer.server.answersIn?.allow ?? [],
    seen: isRead
      ? {
          ...(server === undefined ? {} : { server: server.version }),
          ...(person === undefined ? {} : { person: person.version }),
        }
      : {},
    roleIds: ofServer.version === 0 ? asked.roleIds : asked.roleIds.filter((id) => limited.includes(id)),
  };
}
