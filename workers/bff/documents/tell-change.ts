/** What is found in a space has changed: this isolate forgets what it knows, and the bot sees a newer version. */
import type { Services } from '../services.ts';
import { projectPerson, projectServer } from '../settings/project.ts';
import { guildOf, personOf } from './space-names.ts';

export function tellOfChange(services: Services, space: string): void {
  const [guildId, userId] = [guildOf(space), personOf(space)];
  if (guildId !== null) {
    services.settings.drop(`${guildId}:`);
    services.waitUntil(projectServer(services, guildId));
  }
  if (userId !== null) {
    services.personSettings.drop(userId);
    services.waitUntil(projectPerson(services, userId));
  }
}
