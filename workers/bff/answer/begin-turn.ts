/**
 * The settings of a question, before anything is decided by them. What the isolate knows costs nothing. Where something is set
 * that it does not know, the query that brings the history comes before the guard; otherwise the two go at the same time.
 */
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import { type Asked, isReadAlone } from '../documents/spaces.ts';
import { EVERYWHERE } from '../memory/memory-sql.ts';
import { factSpaceOf } from '../memory/space.ts';
import { type SettledSettings, settlePersona } from '../personas/settle.ts';
import type { Services } from '../services.ts';
import { createQuestionSettings } from '../settings/question-settings.ts';
import { chatModelsOf, effectiveFor, NO_SETTINGS, type ReadScopes } from '../settings/scopes.ts';
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

/** `seenSettings`: the versions that the bot has seen; absent: none. */
export function settingsFor(
  services: Services,
  asked: Asked & { seenSettings?: SeenVersions },
): AnswerSettings {
  const { caller, seenSettings } = asked;
  const { find, keep, isAnythingSet } = createQuestionSettings(services, caller, seenSettings);
  const settle = (scopes: ReadScopes): SettledSettings => {
    const settled = settlePersona(effectiveFor(services.config, scopes, caller), {
      own: scopes.personas,
      models: chatModelsOf(services.config.catalogue),
      locale: caller.locale,
    });
    const hasDocuments = scopes.hasDocuments || (scopes.personHasDocuments && isReadAlone(asked));
    const hasFacts = scopes.personFactSpaces.some(
      (space) => space === EVERYWHERE || space === factSpaceOf(caller),
    );
    return {
      ...settled,
      ...(hasDocuments ? { hasDocuments } : {}),
      ...(hasFacts ? { hasFacts } : {}),
    };
  };
  return {
    isAnythingSet,
    findSettings() {
      const known = find();
      return known === undefined ? undefined : settle(known);
    },
    keepSettings(read) {
      keep(read);
      return settle(read);
    },
  };
}

export interface BegunTurn {
  /** Undefined while they are not known. */
  settings: SettledSettings | undefined;
  openTurn: PrepareDeps['openTurn'];
}

export async function beginTurn(
  openTurn: PrepareDeps['openTurn'],
  { isAnythingSet, keepSettings }: AnswerSettings,
  known: SettledSettings | undefined,
  isReplay: boolean,
): Promise<BegunTurn> {
  if (known !== undefined || !isAnythingSet || isReplay) return { settings: known, openTurn };
  const opened = await openTurn({ withSettings: true });
  const read = opened?.settings ?? null;
  return { settings: read === null ? undefined : keepSettings(read), openTurn: async () => opened };
}
