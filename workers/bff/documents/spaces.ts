/** Whose documents a caller sees, and where. Pure. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { DocumentScope } from '../../../shared/contract/documents.ts';
import { channelOf } from '../settings/scopes.ts';
import { channelSpace, personSpace, serverSpace } from './space-names.ts';

/** Null: there is no such space here. */
export function spaceIn(caller: Caller, scope: DocumentScope): string | null {
  const { guild_id: guildId, user_id: userId } = caller;
  if (scope === 'me') return personSpace(userId);
  if (guildId === null) return null;
  return scope === 'server' ? serverSpace(guildId) : channelSpace(guildId, channelOf(caller));
}

/** Everything of theirs that a caller may see here, in an answer that nobody else sees. */
export function ownSpaces(caller: Caller): string[] {
  return [...placeSpaces(caller), personSpace(caller.user_id)];
}

/** Who asks, and who reads the answer. */
export interface Asked {
  caller: Caller;
  /** The caller alone sees the answer. */
  isPrivate?: true | undefined;
}

/** What an answer is taken from. A person's own documents only where nobody else reads it. */
export function spacesFor(asked: Asked): string[] {
  return isReadAlone(asked) ? ownSpaces(asked.caller) : placeSpaces(asked.caller);
}

/** In a private answer, and in the direct messages with Libra. */
export function isReadAlone({ caller, isPrivate }: Asked): boolean {
  return isPrivate === true || caller.direct === true;
}

export function placeSpaces(caller: Caller): string[] {
  const { guild_id: guildId } = caller;
  return guildId === null ? [] : [serverSpace(guildId), channelSpace(guildId, channelOf(caller))];
}
