/** Whether Discord knows the commands that this checkout declares, and what differs. */
import { botHeaders } from '../../shared/http/discord-headers.ts';
import { isRecord } from '../../shared/json.ts';
import { commandDefinitions } from '../../workers/bot/commands/table.ts';
import type { StackSettings } from '../stack/settings.ts';
import { readVersion } from '../stack/version.ts';
import { type Finding, failed, ok, standIn } from './finding.ts';
import { describeNoAnswer } from './no-answer.ts';

const PART = 'commands';
const TIMEOUT_MS = 5_000;
/** Discord's own, of an application with Activities. */
const ENTRY_POINT_TYPE = 4;

export async function checkCommands({ discord }: StackSettings, apiBaseUrl: string): Promise<Finding> {
  if (discord === undefined) return standIn(PART, 'the three DISCORD_ variables');
  try {
    const url = `${apiBaseUrl}/applications/${discord.applicationId}/commands?with_localizations=true`;
    const response = await fetch(url, {
      headers: botHeaders(discord.botToken, readVersion()),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return failed(PART, `status ${response.status}`, 'See what is said of Discord.');
    const differences = diffCommands(commandDefinitions, (await response.json()) as unknown[]);
    return differences.length === 0
      ? ok(PART, `${commandDefinitions.length} registered, as this checkout declares them`)
      : failed(PART, differences.join('; '), 'npm run register');
  } catch (error) {
    return failed(PART, describeNoAnswer(error), 'Is this machine online?');
  }
}

/** A line for each kind of difference, with the names. Pure. */
export function diffCommands(declared: readonly object[], registered: readonly unknown[]): string[] {
  const keyOf = (command: unknown) =>
    isRecord(command) ? `${command.type ?? 1} ${String(command.name)}` : '';
  const there = new Map(
    registered
      .filter((each) => isRecord(each) && each.type !== ENTRY_POINT_TYPE)
      .map((each) => [keyOf(each), each]),
  );
  const wanted = new Map(declared.map((each) => [keyOf(each), each]));
  const nameOf = (key: string) => key.replace(/^\d+ /, '');
  const missing = [...wanted.keys()].filter((key) => !there.has(key));
  const surplus = [...there.keys()].filter((key) => !wanted.has(key));
  const changed = [...wanted].filter(([key, each]) => there.has(key) && !isCovered(each, there.get(key)));
  return [
    ...line('not registered', missing.map(nameOf)),
    ...line('not declared any more', surplus.map(nameOf)),
    ...line(
      'registered as they were before',
      changed.map(([key]) => nameOf(key)),
    ),
  ];
}

function line(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
}

/** Whether all that is declared stands in what Discord shows, which adds ids, versions and its own defaults. */
function isCovered(declared: unknown, shown: unknown): boolean {
  if (isDefault(declared)) return isDefault(shown);
  if (Array.isArray(declared)) {
    return (
      Array.isArray(shown) &&
      shown.length === declared.length &&
      declared.every((each, index) => isCovered(each, shown[index]))
    );
  }
  if (!isRecord(declared)) return declared === shown;
  return (
    isRecord(shown) &&
    Object.keys({ ...declared }).every((key) => isCovered(declared[key], shown[key])) &&
    hasNoMoreOptions(declared, shown)
  );
}

/** What was taken away here still stands there. */
function hasNoMoreOptions(declared: Record<string, unknown>, shown: Record<string, unknown>): boolean {
  return ['options', 'choices', 'name_localizations', 'description_localizations'].every(
    (key) => key in declared || isDefault(shown[key]),
  );
}

function isDefault(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}
