/**
 * What is set has changed: this isolate forgets what it knows, and the bot is shown a newer version, by which other isolates know
 * that theirs is old. Never rejects.
 */
import type { Services } from '../services.ts';
import { projectPerson, projectServer } from './project.ts';

export function tellServerChange(services: Services, guildId: string): Promise<void> {
  services.settings.drop(`${guildId}:`);
  return projectServer(services, guildId);
}

export function tellPersonChange(services: Services, userId: string): Promise<void> {
  services.personSettings.drop(userId);
  return projectPerson(services, userId);
}
