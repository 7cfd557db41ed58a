import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { type Field, refuseChoice, refuseNoObject } from './form.ts';

/** Source: https://discord.com/developers/docs/reference#locales */
const DISCORD_LOCALES: readonly string[] =
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  );

/** A localisation map: its keys are Discord's locales, its texts pass `check`. Null and absent are fine. */
export function readLocalizations(
  parent: Field,
  source: JsonRecord,
  key: string,
  check: (field: Field, text: string) => void,
): Record<string, string> | undefined {
  const value = source[key];
  if (value === undefined || value === null) return undefined;
  const field = parent.child(key);
  if (!isRecord(value)) {
    refuseNoObject(field);
    return undefined;
  }
  const texts: Record<string, string> = {};
  for (const [locale, text] of Object.entries(value)) {
    if (!DISCORD_LOCALES.includes(locale)) {
      refuseChoice(field.child(locale), DISCORD_LOCALES);
    } else if (typeof text !== 'string') {
      field.child(locale).refuse('STRING_TYPE_CONVERT', `Could not interpret "${text}" as string.`);
    } else {
      check(field.child(locale), text);
      texts[locale] = text;
    }
  }
  return texts;
}
