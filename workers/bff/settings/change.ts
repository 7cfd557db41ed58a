/** Changes settings of one scope. Of two changes at once the slower is merged, as long as they are not of the same field. */
import type { SettingsTarget } from '../../../shared/contract/settings.ts';
import type { SettingsProblem } from '../../../shared/settings/check.ts';
import type { ChangesOf } from '../../../shared/settings/parse.ts';
import { MAX_SET_CHANNELS } from '../../../shared/settings/settings.ts';
import type { Database } from '../store/database.ts';
import { commitPersonChange, commitServerChange } from './commit.ts';
import { readCurrentPerson, readCurrentServer } from './current.ts';
import { type FieldChange, mergeChange } from './merge.ts';

export type Changed =
  /** `fields`: what differs from before. */
  | { kind: 'changed'; fields: string[] }
  | { kind: 'conflict'; fields: string[] }
  | { kind: 'invalid'; problems: SettingsProblem[] };

/** Each time somebody was faster. More than that in a second is no accident. */
const MAX_ATTEMPTS = 4;

export interface Author {
  actor: string;
  /** The version that they have seen. */
  seenVersion: number;
}

/** Undefined from `attempt`: somebody was faster. */
async function untilCommitted(attempt: () => Promise<Changed | undefined>): Promise<Changed> {
  for (let made = 0; made < MAX_ATTEMPTS; made += 1) {
    const changed = await attempt();
    if (changed !== undefined) return changed;
  }
  return { kind: 'conflict', fields: [] };
}

export function changeServer(
  open: () => Database,
  { guildId, target }: { guildId: string; target: Exclude<SettingsTarget, { scope: 'person' }> },
  changes: ChangesOf<'server'> & ChangesOf<'channel'>,
  author: Author,
): Promise<Changed> {
  return target.scope === 'server'
    ? changeServerItself(open, guildId, changes, author)
    : changeChannel(open, { guildId, channelId: target.channel_id }, changes, author);
}

function changeServerItself(
  open: () => Database,
  guildId: string,
  changes: ChangesOf<'server'>,
  { actor, seenVersion }: Author,
): Promise<Changed> {
  return untilCommitted(async () => {
    // No channel has the empty id.
    const { version, server } = await readCurrentServer(open(), guildId, '');
    const merged = mergeChange<'server'>(server, changes, { seenVersion, newVersion: version + 1 });
    if (merged.kind === 'conflict') return merged;
    const { differs } = merged;
    if (differs.length === 0) return changed(differs);
    const audit = differs.map((change) => ({ scope: 'server' as const, target: null, ...change }));
    const isMade = await commitServerChange(open(), {
      guildId,
      actor,
      version,
      server: merged,
      channels: [],
      audit,
    });
    return isMade ? changed(differs) : undefined;
  });
}

function changeChannel(
  open: () => Database,
  { guildId, channelId }: { guildId: string; channelId: string },
  changes: ChangesOf<'channel'>,
  { actor, seenVersion }: Author,
): Promise<Changed> {
  return untilCommitted(async () => {
    const { version, server, channels, setChannels } = await readCurrentServer(open(), guildId, channelId);
    const channel = channels.get(channelId) ?? { settings: {}, changedIn: {} };
    const merged = mergeChange<'channel'>(channel, changes, { seenVersion, newVersion: version + 1 });
    if (merged.kind === 'conflict') return merged;
    const { differs, settings, changedIn } = merged;
    if (differs.length === 0) return changed(differs);
    if (Object.keys(channel.settings).length === 0 && setChannels >= MAX_SET_CHANNELS) {
      return { kind: 'invalid', problems: [{ code: 'too_many', path: 'channels', limit: MAX_SET_CHANNELS }] };
    }
    const audit = differs.map((change) => ({ scope: 'channel' as const, target: channelId, ...change }));
    const isMade = await commitServerChange(open(), {
      guildId,
      actor,
      version,
      server,
      channels: [{ id: channelId, settings, changedIn }],
      audit,
    });
    return isMade ? changed(differs) : undefined;
  });
}

export function changePerson(
  open: () => Database,
  changes: ChangesOf<'person'>,
  { actor: userId, seenVersion }: Author,
): Promise<Changed> {
  // A person can only be more private than a server, so the choice to be remembered is no choice of its own.
  const wanted = changes.memory === true ? { ...changes, memory: null } : changes;
  return untilCommitted(async () => {
    const { version, person } = await readCurrentPerson(open(), userId);
    const merged = mergeChange<'person'>(person, wanted, { seenVersion, newVersion: version + 1 });
    if (merged.kind === 'conflict') return merged;
    if (merged.differs.length === 0) return changed(merged.differs);
    const isMade = await commitPersonChange(open(), { userId, version, person: merged });
    return isMade ? changed(merged.differs) : undefined;
  });
}

function changed(differs: readonly FieldChange[]): Changed {
  return { kind: 'changed', fields: differs.map(({ field }) => field) };
}
