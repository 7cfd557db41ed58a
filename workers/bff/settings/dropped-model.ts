/** A model that somebody chose and that is no longer in the catalogue: it is logged, and a person's own choice is taken back. */
import { sql } from 'drizzle-orm';
import { errorName } from '../../../shared/observe/log.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import type { Services } from '../services.ts';
import { userSettings } from '../store/schema/settings.ts';

const DEADLINE_MS = 3_000;

/** The model to tell the person of; null for none. As it is taken back, they are told once. */
export function takeBackDropped(
  services: Pick<Services, 'log' | 'openDatabase' | 'personSettings' | 'waitUntil'>,
  userId: string,
  { droppedModels }: Pick<EffectiveSettings, 'droppedModels'>,
): string | null {
  const { log, personSettings, waitUntil } = services;
  const unknown = droppedModels.filter(({ why }) => why === 'unknown');
  for (const { scope, model } of unknown) log.warn('settings.model_unknown', { scope, model });
  const own = unknown.find(({ scope }) => scope === 'person')?.model;
  if (own === undefined) return null;
  personSettings.drop(userId);
  waitUntil(forget(services, userId, own));
  return own;
}

async function forget(
  { log, openDatabase }: Pick<Services, 'log' | 'openDatabase'>,
  userId: string,
  model: string,
): Promise<void> {
  try {
    await openDatabase(DEADLINE_MS).execute(sql`
      update ${userSettings}
      set settings = settings - 'model', version = version + 1, updated_at = now(),
        changed_in = changed_in || jsonb_build_object('model', version + 1)
      where user_id = ${userId} and settings ->> 'model' = ${model}
    `);
  } catch (error) {
    log.warn('settings.model_kept', { error: errorName(error) });
  }
}
