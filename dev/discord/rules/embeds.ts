/** Embeds within Discord's limits. Pure. Source: https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { EmbedView } from '../protocol.ts';
import { type Field, readBoolean, readNumber, readObjects, readText, refuseNoObject } from './form.ts';

const MAX_EMBEDS = 10;
const MAX_TOTAL_CHARS = 6_000;
const MAX_URL_CHARS = 2_048;

export function readEmbeds(form: Field, source: JsonRecord): EmbedView[] | undefined {
  const entries = readObjects(form, source, 'embeds', { max: MAX_EMBEDS });
  if (entries === undefined) return undefined;
  let total = 0;
  const embeds = entries.map(({ value, field }) => {
    const { embed, chars } = readEmbed(field, value);
    total += chars;
    return embed;
  });
  if (total > MAX_TOTAL_CHARS) {
    form
      .child('embeds')
      .refuse('MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_TOTAL_CHARS}`);
  }
  return embeds;
}

function readEmbed(field: Field, source: JsonRecord): { embed: EmbedView; chars: number } {
  const embed: EmbedView = {};
  let chars = 0;
  const text = (
    parent: Field,
    from: JsonRecord,
    key: string,
    rule: { max: number; min?: number; required?: boolean },
  ) => {
    const value = readText(parent, from, key, rule);
    chars += value?.length ?? 0;
    return value;
  };
  const title = text(field, source, 'title', { max: 256 });
  const description = text(field, source, 'description', { max: 4_096 });
  const url = readText(field, source, 'url', { max: MAX_URL_CHARS });
  const color = readNumber(field, source, 'color', { min: 0, max: 0xff_ff_ff });
  if (title !== undefined) embed.title = title;
  if (description !== undefined) embed.description = description;
  if (url !== undefined) embed.url = url;
  if (color !== undefined) embed.color = color;

  const fields = readObjects(field, source, 'fields', { max: 25 });
  if (fields !== undefined) {
    embed.fields = fields.map(({ value, field: place }) => ({
      name: text(place, value, 'name', { min: 1, max: 256, required: true }) ?? '',
      value: text(place, value, 'value', { min: 1, max: 1_024, required: true }) ?? '',
      inline: readBoolean(place, value, 'inline') ?? false,
    }));
  }
  const footer = readPart(field, source, 'footer');
  if (footer !== undefined) {
    embed.footer = { text: text(footer.field, footer.value, 'text', { max: 2_048, required: true }) ?? '' };
  }
  const author = readPart(field, source, 'author');
  if (author !== undefined) text(author.field, author.value, 'name', { max: 256, required: true });
  return { embed, chars };
}

function readPart(
  parent: Field,
  source: JsonRecord,
  key: string,
): { value: JsonRecord; field: Field } | undefined {
  const value = source[key];
  if (value === undefined || value === null) return undefined;
  const field = parent.child(key);
  if (isRecord(value)) return { value, field };
  refuseNoObject(field);
  return undefined;
}
