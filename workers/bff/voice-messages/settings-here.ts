/** What holds in the caller's place for a call that is no question; the operator's bounds alone while the database is out. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { errorName } from '../../../shared/observe/log.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import type { Services } from '../services.ts';
import { placeSettings } from '../settings/place-settings.ts';
import { effectiveFor, NOTHING_SET } from '../settings/scopes.ts';

const DEADLINE_MS = 2_000;

export async function settingsHere(services: Services, caller: Caller): Promise<EffectiveSettings> {
  try {
    return (await placeSettings(services, caller, DEADLINE_MS)).settings;
  } catch (error) {
    services.log.warn('settings.unread', { error: errorName(error) });
    return effectiveFor(services.config, NOTHING_SET, caller);
  }
}
