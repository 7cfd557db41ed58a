/**
 * Rows of buttons, or of one select, within Discord's limits. Pure.
 *
 * Source: https://discord.com/developers/docs/components/reference#action-row
 */
import type { JsonRecord } from '../../../../shared/json.ts';
import type { ActionRowView } from '../../component-views.ts';
import { type Field, readNumber, readObjects, refuseChoice, refuseMissing } from '../form.ts';
import { readButton } from './button.ts';
import { type CustomIds, readId } from './ids.ts';
import { numberComponents } from './number.ts';
import { readSelect, SELECT_TYPES } from './select.ts';

const MAX_ROWS = 5;
const MAX_BUTTONS_IN_ROW = 5;

/** The components of a message without Components V2. */
export function readRows(form: Field, source: JsonRecord): ActionRowView[] | undefined {
  const entries = readObjects(form, source, 'components', { max: MAX_ROWS });
  if (entries === undefined) return undefined;
  const customIds: CustomIds = new Set();
  const rows = entries.map(({ value, field }) => {
    if (readNumber(field, value, 'type', { required: true }) !== 1) refuseChoice(field.child('type'), [1]);
    return readRow(field, value, customIds);
  });
  numberComponents(rows);
  return rows;
}

export function readRow(field: Field, source: JsonRecord, customIds: CustomIds): ActionRowView {
  const entries = readObjects(field, source, 'components', { min: 1, max: MAX_BUTTONS_IN_ROW });
  if (entries === undefined) refuseMissing(field.child('components'));
  const components = (entries ?? []).map(({ value, field: at }) =>
    SELECT_TYPES.includes(value.type as number)
      ? readSelect(at, value, customIds, 'message')
      : readButton(at, value, customIds),
  );
  if (components.length > 1 && components.some(({ type }) => type !== 2)) {
    field
      .child('components')
      .refuse('COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  }
  return { type: 1, ...readId(field, source), components };
}
