/** What every component has: its number, and, when it is used, the bot's own name for it. Pure. */
import type { JsonRecord } from '../../../../shared/json.ts';
import { type Field, readNumber, readText } from '../form.ts';

/** The custom ids of one message or modal. */
export type CustomIds = Set<string>;

const MAX_ID = 2 ** 31 - 1;

export function readId(field: Field, source: JsonRecord): { id?: number } {
  const id = readNumber(field, source, 'id', { min: 0, max: MAX_ID });
  return id === undefined ? {} : { id };
}

export function readCustomId(field: Field, source: JsonRecord, customIds: CustomIds): string {
  const customId = readText(field, source, 'custom_id', { min: 1, max: 100, required: true });
  if (customId === undefined) return '';
  if (customIds.has(customId)) {
    field
      .child('custom_id')
      .refuse('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  customIds.add(customId);
  return customId;
}
