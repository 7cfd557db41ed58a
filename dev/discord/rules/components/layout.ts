/**
 * Components V2: a message that is made of components alone, within Discord's limits. Pure.
 *
 * Source: https://discord.com/developers/docs/components/reference
 */
import { isRecord, type JsonRecord } from '../../../../shared/json.ts';
import type {
  BlockView,
  ContainerView,
  MediaGalleryView,
  MediaView,
  MessageComponentView,
  SectionView,
  SeparatorView,
  ThumbnailView,
} from '../../component-views.ts';
import {
  type Field,
  readBoolean,
  readNumber,
  readObjects,
  readText,
  refuseChoice,
  refuseMissing,
  refuseNoObject,
} from '../form.ts';
import { readButton } from './button.ts';
import { type CustomIds, readId } from './ids.ts';
import { checkLayoutSize } from './layout-size.ts';
import { numberComponents } from './number.ts';
import { readRow } from './rows.ts';
import { readTextDisplay } from './text-display.ts';

const MAX_COMPONENTS = 40;
const CONTAINER = 17;
const BLOCKS = [1, 9, 10, 12, 13, 14];

export function readLayout(form: Field, source: JsonRecord): MessageComponentView[] | undefined {
  const entries = readObjects(form, source, 'components', { max: MAX_COMPONENTS });
  if (entries === undefined) return undefined;
  const customIds: CustomIds = new Set();
  const layout = entries.flatMap(({ value, field }): MessageComponentView[] => {
    const type = readNumber(field, value, 'type', { required: true });
    if (type === CONTAINER) return [readContainer(field, value, customIds)];
    return readBlock(field, value, customIds, [...BLOCKS, CONTAINER]);
  });
  checkLayoutSize(form.child('components'), layout);
  numberComponents(layout);
  return layout;
}

function readBlock(
  field: Field,
  source: JsonRecord,
  customIds: CustomIds,
  allowed: readonly number[],
): BlockView[] {
  switch (source.type) {
    case 1:
      return [readRow(field, source, customIds)];
    case 9:
      return [readSection(field, source, customIds)];
    case 10:
      return [readTextDisplay(field, source)];
    case 12:
      return [readGallery(field, source)];
    case 13: {
      const file = readMedia(field, source, 'file');
      if (file !== undefined && !file.url.startsWith('attachment://')) {
        field
          .child('file')
          .child('url')
          .refuse('URL_TYPE_INVALID_SCHEME', 'Must be an attachment:// reference.');
      }
      return [
        { type: 13, ...readId(field, source), file: file ?? { url: '' }, ...readSpoiler(field, source) },
      ];
    }
    case 14:
      return [readSeparator(field, source)];
    default:
      if (source.type !== undefined) refuseChoice(field.child('type'), allowed);
      return [];
  }
}

function readContainer(field: Field, source: JsonRecord, customIds: CustomIds): ContainerView {
  const entries = readObjects(field, source, 'components', { min: 1, max: MAX_COMPONENTS });
  if (entries === undefined) refuseMissing(field.child('components'));
  const color = readNumber(field, source, 'accent_color', { min: 0, max: 0xff_ff_ff });
  return {
    type: CONTAINER,
    ...readId(field, source),
    components: (entries ?? []).flatMap(({ value, field: at }) => {
      readNumber(at, value, 'type', { required: true });
      return readBlock(at, value, customIds, BLOCKS);
    }),
    ...(color === undefined ? {} : { accent_color: color }),
    ...readSpoiler(field, source),
  };
}

function readSection(field: Field, source: JsonRecord, customIds: CustomIds): SectionView {
  const entries = readObjects(field, source, 'components', { min: 1, max: 3 });
  if (entries === undefined) refuseMissing(field.child('components'));
  const components = (entries ?? []).map(({ value, field: at }) => {
    if (readNumber(at, value, 'type', { required: true }) !== 10) refuseChoice(at.child('type'), [10]);
    return readTextDisplay(at, value);
  });
  return {
    type: 9,
    ...readId(field, source),
    components,
    accessory: readAccessory(field.child('accessory'), source.accessory, customIds),
  };
}

function readAccessory(field: Field, source: unknown, customIds: CustomIds): SectionView['accessory'] {
  const none: ThumbnailView = { type: 11, media: { url: '' } };
  if (source === undefined || source === null) {
    refuseMissing(field);
    return none;
  }
  if (!isRecord(source)) {
    refuseNoObject(field);
    return none;
  }
  if (source.type === 2) return readButton(field, source, customIds);
  if (source.type !== 11) {
    refuseChoice(field.child('type'), [2, 11]);
    return none;
  }
  return {
    type: 11,
    ...readId(field, source),
    media: readMedia(field, source, 'media') ?? none.media,
    ...readDescription(field, source),
    ...readSpoiler(field, source),
  };
}

function readGallery(field: Field, source: JsonRecord): MediaGalleryView {
  const entries = readObjects(field, source, 'items', { min: 1, max: 10 });
  if (entries === undefined) refuseMissing(field.child('items'));
  return {
    type: 12,
    ...readId(field, source),
    items: (entries ?? []).map(({ value, field: at }) => ({
      media: readMedia(at, value, 'media') ?? { url: '' },
      ...readDescription(at, value),
      ...readSpoiler(at, value),
    })),
  };
}

function readSeparator(field: Field, source: JsonRecord): SeparatorView {
  const spacing = readNumber(field, source, 'spacing') ?? 1;
  if (spacing !== 1 && spacing !== 2) refuseChoice(field.child('spacing'), [1, 2]);
  return {
    type: 14,
    ...readId(field, source),
    divider: readBoolean(field, source, 'divider') ?? true,
    spacing: spacing === 2 ? 2 : 1,
  };
}

function readMedia(field: Field, source: JsonRecord, key: string): MediaView | undefined {
  const place = field.child(key);
  const media = source[key];
  if (media === undefined || media === null) {
    refuseMissing(place);
    return undefined;
  }
  if (!isRecord(media)) {
    refuseNoObject(place);
    return undefined;
  }
  const url = readText(place, media, 'url', { min: 1, max: 2_048, required: true });
  if (url === undefined) return undefined;
  if (!/^(https?|attachment):\/\/\S+$/.test(url)) {
    place.child('url').refuse('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  }
  return { url };
}

function readDescription(field: Field, source: JsonRecord): { description?: string } {
  const description = readText(field, source, 'description', { min: 1, max: 1_024 });
  return description === undefined ? {} : { description };
}

function readSpoiler(field: Field, source: JsonRecord): { spoiler?: true } {
  return readBoolean(field, source, 'spoiler') === true ? { spoiler: true } : {};
}
