/** Reads and writes what the page remembers about its reader. Whatever is stored, the result is usable. */
import type { PageLocale } from '../../protocol.ts';
import type { Preferences, Theme } from './model.ts';

const STORAGE_KEY = 'libra.page';

export type PreferenceStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** `language` is the browser's, e.g. `ko-KR`; it decides until the reader does. */
export function readPreferences(storage: PreferenceStorage, language: string): Preferences {
  const stored = parseStored(storage);
  return {
    locale: isLocale(stored.locale) ? stored.locale : language.startsWith('ko') ? 'ko' : 'en-US',
    theme: isTheme(stored.theme) ? stored.theme : 'system',
    userId: typeof stored.userId === 'string' ? stored.userId : null,
    dismissed: Array.isArray(stored.dismissed)
      ? stored.dismissed.filter((id): id is string => typeof id === 'string')
      : [],
  };
}

/** Storage may be full or forbidden: then the choice holds for this visit. */
export function writePreferences(storage: PreferenceStorage, preferences: Preferences): void {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(preferences));
  } catch {}
}

function parseStored(storage: PreferenceStorage): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isLocale(value: unknown): value is PageLocale {
  return value === 'ko' || value === 'en-US';
}

function isTheme(value: unknown): value is Theme {
  return value === 'light' || value === 'dark' || value === 'system';
}
