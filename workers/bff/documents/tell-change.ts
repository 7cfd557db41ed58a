/** What is found in a space has changed: that there is something is part of the settings of its place. */
import type { Services } from '../services.ts';
import { tellPersonChange, tellServerChange } from '../settings/tell-change.ts';
import { guildOf, personOf } from './space-names.ts';

export function tellOfChange(services: Services, space: string): void {
  const [guildId, userId] = [guildOf(space), personOf(space)];
  if (guildId !== null) services.waitUntil(tellServerChange(services, guildId));
  if (userId !== null) services.waitUntil(tellPersonChange(services, userId));
}
