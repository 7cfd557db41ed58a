/**
 * Rows of buttons within Discord's limits. Selects and Components V2 are refused: the page could not show them,
 * and a stand-in that took them in silence would hide that. Pure.
 *
 * Source: https://discord.com/developers/docs/components/reference
 */
import type { ActionRowView, ButtonView } from '../component-views.ts';
import { numberComponents } from './component-ids.ts';
import {
  type Field,
  isJsonObject,
  type JsonObject,
  readBoolean,
  readNumber,
  readObjects,
  readText,
  refuseChoice,
  refuseMissing,
} from './form.ts';

const MAX_ROWS = 5;
const MAX_BUTTONS_IN_ROW = 5;
const LINK = 5;
const STYLES = [1, 2, 3, 4, LINK];

export function readComponents(form: Field, source: JsonObject): ActionRowView[] | undefined {
  const rows = readObjects(form, source, 'components', { max: MAX_ROWS });
  if (rows === undefined) return undefined;
  const customIds = new Set<string>();
  const views = rows.map(({ value, field }): ActionRowView => {
    if (readNumber(field, value, 'type', { required: true }) !== 1) refuseChoice(field.child('type'), [1]);
    const buttons = readObjects(field, value, 'components', { min: 1, max: MAX_BUTTONS_IN_ROW });
    if (buttons === undefined) refuseMissing(field.child('components'));
    return {
      type: 1,
      components: (buttons ?? []).map((button) => readButton(button.field, button.value, customIds)),
    };
  });
  numberComponents(views);
  return views;
}

function readButton(field: Field, source: JsonObject, customIds: Set<string>): ButtonView {
  if (readNumber(field, source, 'type', { required: true }) !== 2) refuseChoice(field.child('type'), [2]);
  const style = readNumber(field, source, 'style', { required: true }) ?? 0;
  if (!STYLES.includes(style)) refuseChoice(field.child('style'), STYLES);
  const button: ButtonView = { type: 2, style };

  const label = readText(field, source, 'label', { max: 80 });
  if (label !== undefined) button.label = label;
  const emoji = readEmoji(field, source);
  if (emoji !== undefined) button.emoji = emoji;
  if (!label && emoji === undefined) {
    field.refuse('BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or an emoji is required');
  }
  if (readBoolean(field, source, 'disabled') === true) button.disabled = true;

  const customId = readText(field, source, 'custom_id', { min: 1, max: 100 });
  const url = readText(field, source, 'url', { max: 512 });
  if (style === LINK) {
    if (url === undefined) refuseMissing(field.child('url'));
    else if (!/^(https?|discord):\/\/\S+$/.test(url)) {
      field.child('url').refuse('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    } else button.url = url;
    if (customId !== undefined) {
      field.refuse(
        'BUTTON_COMPONENT_URL_AND_CUSTOM_ID_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
    }
    return button;
  }
  if (url !== undefined) {
    field.child('url').refuse('BUTTON_COMPONENT_INVALID_URL', 'Only link buttons have a url');
  }
  if (customId === undefined) {
    field.child('custom_id').refuse('BASE_TYPE_REQUIRED', 'This field is required.');
    return button;
  }
  if (customIds.has(customId)) {
    field
      .child('custom_id')
      .refuse('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  customIds.add(customId);
  return { ...button, custom_id: customId };
}

function readEmoji(field: Field, source: JsonObject): { name: string } | undefined {
  const emoji = source.emoji;
  if (emoji === undefined || emoji === null) return undefined;
  if (isJsonObject(emoji) && typeof emoji.name === 'string' && emoji.name !== '') return { name: emoji.name };
  field.child('emoji').child('name').refuse('BUTTON_COMPONENT_INVALID_EMOJI', 'Invalid emoji');
  return undefined;
}
