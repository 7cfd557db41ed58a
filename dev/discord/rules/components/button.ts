/** One button within Discord's limits. Pure. Source: https://discord.com/developers/docs/components/reference#button */
import { isRecord, type JsonRecord } from '../../../../shared/json.ts';
import type { ButtonView, EmojiView } from '../../component-views.ts';
import { type Field, readBoolean, readNumber, readText, refuseChoice, refuseMissing } from '../form.ts';
import { type CustomIds, readCustomId, readId } from './ids.ts';

const LINK = 5;
const STYLES = [1, 2, 3, 4, LINK];

export function readButton(field: Field, source: JsonRecord, customIds: CustomIds): ButtonView {
  if (readNumber(field, source, 'type', { required: true }) !== 2) refuseChoice(field.child('type'), [2]);
  const style = readNumber(field, source, 'style', { required: true }) ?? 0;
  if (!STYLES.includes(style)) refuseChoice(field.child('style'), STYLES);
  const button: ButtonView = { type: 2, ...readId(field, source), style };

  const label = readText(field, source, 'label', { max: 80 });
  if (label !== undefined) button.label = label;
  const emoji = readEmoji(field, source);
  if (emoji !== undefined) button.emoji = emoji;
  if (!label?.trim() && emoji === undefined) {
    field.refuse('BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A label or an emoji is required');
  }
  if (readBoolean(field, source, 'disabled') === true) button.disabled = true;

  const url = readText(field, source, 'url', { max: 512 });
  if (style === LINK) {
    if (url === undefined) refuseMissing(field.child('url'));
    else if (!/^(https?|discord):\/\/\S+$/.test(url)) {
      field.child('url').refuse('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    } else button.url = url;
    if (source.custom_id !== undefined && source.custom_id !== null) {
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
  const customId = readCustomId(field, source, customIds);
  return customId === '' ? button : { ...button, custom_id: customId };
}

/** One of Unicode's, also without the selector that makes a picture of a sign. */
function isEmoji(name: string): boolean {
  return /^\p{RGI_Emoji}$/v.test(name) || /^\p{RGI_Emoji}$/v.test(`${name}\ufe0f`);
}

export function readEmoji(field: Field, source: JsonRecord): EmojiView | undefined {
  const emoji = source.emoji;
  if (emoji === undefined || emoji === null) return undefined;
  if (isRecord(emoji) && typeof emoji.name === 'string' && isEmoji(emoji.name)) return { name: emoji.name };
  field.child('emoji').child('name').refuse('BUTTON_COMPONENT_INVALID_EMOJI', 'Invalid emoji');
  return undefined;
}
