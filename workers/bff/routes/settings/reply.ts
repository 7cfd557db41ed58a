/** What the routes of settings have in common. */
import type { Caller } from '../../../../shared/contract/caller.ts';
import { createErrorBody } from '../../../../shared/contract/error-body.ts';
import type { InvalidSettings, Permissions, SettingsConflict } from '../../../../shared/contract/settings.ts';
import { errorKind } from '../../../../shared/errors.ts';
import type { SettingsProblem } from '../../../../shared/settings/check.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import type { Services } from '../../services.ts';
import type { Changed } from '../../settings/change.ts';
import { viewSettings } from '../../settings/view.ts';

/** The bot answers within Discord's three seconds. */
const DEADLINE_MS = 1_800;

export const openFor = (services: Services) => () => services.openDatabase(DEADLINE_MS);

/** Of a server, for somebody who may manage it; otherwise the response that refuses. */
export function requireServer(
  { guild_id: guildId }: Caller,
  { manage_server: mayManage }: Permissions,
): { ok: true; guildId: string } | { ok: false; response: Response } {
  if (guildId === null) return refused('invalid_request');
  return mayManage ? { ok: true, guildId } : refused('forbidden');
}

export function refused(code: 'invalid_request' | 'forbidden') {
  return { ok: false, response: errorResponse({ code }) } as const;
}

export function invalidResponse(problems: SettingsProblem[]): Response {
  const body: InvalidSettings = { ...createErrorBody('settings_invalid'), problems };
  return jsonResponse(body, { status: errorKind('settings_invalid').status });
}

/** `channelId`: whose settings are shown besides; null: of the caller's own place. */
export async function showSettings(
  services: Services,
  caller: Caller,
  channelId: string | null,
): Promise<Response> {
  const view = await viewSettings(openFor(services)(), services.config, caller, channelId);
  return jsonResponse(view);
}

/** What became of a change, with what is in force after it. */
export function replyToChange(
  services: Services,
  { caller, channelId, scope }: { caller: Caller; channelId: string | null; scope: string },
  change: () => Promise<Changed>,
  tell: () => Promise<void>,
): Promise<Response> {
  return replyFromDatabase(services.log, async () => {
    const changed = await change();
    if (changed.kind === 'invalid') return invalidResponse(changed.problems);
    const view = () => viewSettings(openFor(services)(), services.config, caller, channelId);
    if (changed.kind === 'conflict') {
      const { fields } = changed;
      const body: SettingsConflict = {
        ...createErrorBody('settings_conflict'),
        fields,
        current: await view(),
      };
      return jsonResponse(body, { status: errorKind('settings_conflict').status });
    }
    services.log.info('settings.changed', { scope, fields: changed.fields.length });
    const [shown] = await Promise.all([view(), changed.fields.length === 0 ? undefined : tell()]);
    return jsonResponse(shown);
  });
}
