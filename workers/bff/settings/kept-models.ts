/**
 * A model that the catalogue has lost stays where it is set, and counts for nothing there. So a list that is changed in another part
 * brings it along, and an export holds it: neither is refused for that. Where it is not set, it is as unknown as any other.
 */
import type { SettingsProblem } from '../../../shared/settings/check.ts';
import type { Database } from '../store/database.ts';
import { readCurrentServer } from './current.ts';

/** `check`: with the models that may be named. Nothing is read unless one is unknown. */
export async function problemsBeyondKept(
  open: () => Database,
  guildId: string,
  models: readonly string[],
  check: (models: readonly string[]) => SettingsProblem[],
): Promise<SettingsProblem[]> {
  const problems = check(models);
  if (!problems.some(({ code }) => code === 'unknown_model')) return problems;
  const { server, channels, personas } = await readCurrentServer(open(), guildId, null);
  const set = [server.settings, ...[...channels.values()].map(({ settings }) => settings), ...personas];
  const kept = set.flatMap(({ model }) => model ?? []);
  return check([...models, ...kept, ...(server.settings.allowedModels ?? [])]);
}
