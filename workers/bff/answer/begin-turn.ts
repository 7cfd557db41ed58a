/**
 * The settings of a question, before anything is decided by them. What the isolate knows costs nothing. Where something is set
 * that it does not know, the query that brings the history comes before the guard; otherwise the two go at the same time.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import type { Services } from '../services.ts';
import { createQuestionSettings } from '../settings/question-settings.ts';
import { effectiveFor, NO_SETTINGS } from '../settings/scopes.ts';
import type { PrepareDeps } from './prepare.ts';

export interface AnswerSettings extends Pick<PrepareDeps, 'findSettings' | 'keepSettings'> {
  /** The bot has seen that something is set. */
  isAnythingSet: boolean;
}

/** Of an API client. */
export const NOTHING_TO_READ: AnswerSettings = {
  isAnythingSet: false,
  findSettings: () => NO_SETTINGS,
  keepSettings: () => NO_SETTINGS,
};

export function settingsFor(
  services: Services,
  caller: Caller,
  seen: SeenVersions | undefined,
): AnswerSettings {
  const { find, keep, isAnythingSet } = createQuestionSettings(services, caller, seen);
  return {
    isAnythingSet,
    findSettings() {
      const known = find();
      return known === undefined ? undefined : effectiveFor(services.config, known, caller);
    },
    keepSettings(read) {
      keep(read);
      return effectiveFor(services.config, read, caller);
    },
  };
}

export interface BegunTurn {
  /** Undefined while they are not known. */
  settings: EffectiveSettings | undefined;
  openTurn: PrepareDeps['openTurn'];
}

export async function beginTurn(
  openTurn: PrepareDeps['openTurn'],
  { isAnythingSet, keepSettings }: AnswerSettings,
  known: EffectiveSettings | undefined,
  isReplay: boolean,
): Promise<BegunTurn> {
  if (known !== undefined || !isAnythingSet || isReplay) return { settings: known, openTurn };
  const opened = await openTurn({ withSettings: true });
  const read = opened?.settings ?? null;
  return { settings: read === null ? undefined : keepSettings(read), openTurn: async () => opened };
}
