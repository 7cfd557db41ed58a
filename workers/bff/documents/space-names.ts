/** Who may find a document, as one text that stands in each of its rows. Pure. */
import type { DocumentScope } from '../../../shared/contract/documents.ts';

export const serverSpace = (guildId: string): string => `server:${guildId}`;
export const channelSpace = (guildId: string, channelId: string): string => `channel:${guildId}:${channelId}`;
export const personSpace = (userId: string): string => `person:${userId}`;

export function scopeOf(space: string): DocumentScope {
  if (space.startsWith('person:')) return 'me';
  return space.startsWith('channel:') ? 'channel' : 'server';
}

/** The server that a space is in; null: none. */
export function guildOf(space: string): string | null {
  return /^(?:server|channel):(\d+)/.exec(space)?.[1] ?? null;
}

export function personOf(space: string): string | null {
  return /^person:(\d+)$/.exec(space)?.[1] ?? null;
}
