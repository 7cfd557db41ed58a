/**
 * What a tool gave → text for a model. What is no text is named with its type and size, never shown as if it had been read. Pure;
 * never throws for JSON.
 */
import { isRecord, type JsonRecord, parseJson } from '../../../shared/json.ts';
import { untrustedLine } from '../tools/untrusted-line.ts';

/** More than the 8 kB that the model is shown, so that the bff knows that something was cut. */
export const MAX_RESULT_CHARS = 12_000;
const MAX_PARTS = 100;
const MAX_LABEL_CHARS = 200;

export interface ToolOutcome {
  isError: boolean;
  text: string;
}

/** Null for what is no result. */
export function readToolResult(result: unknown): ToolOutcome | null {
  if (!isRecord(result)) return null;
  const { content = [], structuredContent: structured, isError } = result;
  if (!Array.isArray(content) || (result.content === undefined && structured === undefined)) return null;
  const left = content.length - MAX_PARTS;
  const text = [
    ...showStructured(structured, content),
    ...content.slice(0, MAX_PARTS).map(showPart),
    ...(left > 0 ? [`[${left} more parts are left out.]`] : []),
  ].join('\n\n');
  return {
    isError: isError === true,
    text: text.trim() === '' ? '[The result is empty.]' : text.slice(0, MAX_RESULT_CHARS).toWellFormed(),
  };
}

/** The protocol has servers repeat it as a text: once is enough. */
function showStructured(structured: unknown, content: readonly unknown[]): string[] {
  if (!isRecord(structured)) return [];
  const json = JSON.stringify(structured);
  const isRepeated = content.some(
    (part) =>
      isRecord(part) && typeof part.text === 'string' && JSON.stringify(parseJson(part.text)) === json,
  );
  return isRepeated ? [] : [json];
}

function showPart(part: unknown): string {
  if (!isRecord(part)) return '[A part that is not understood.]';
  switch (part.type) {
    case 'text':
      return typeof part.text === 'string' ? part.text : '[A part that is not understood.]';
    case 'image':
    case 'audio':
      return `[${part.type === 'image' ? 'An image' : 'A recording'}${kindAndSize(part.mimeType, part.data)}. You cannot see or hear it, and neither can the reader.]`;
    case 'resource_link':
      return `[A link: ${[part.title ?? part.name, part.uri].flatMap(label).join(', ')}${kindAndSize(part.mimeType, null)}. It was not opened.]`;
    case 'resource':
      return showResource(part.resource);
    default:
      return '[A part of a kind that is not known.]';
  }
}

function showResource(resource: unknown): string {
  if (!isRecord(resource)) return '[A part that is not understood.]';
  const name = label(resource.uri).join('');
  if (typeof resource.text === 'string') return `[A document: ${name}]\n${resource.text}`;
  return `[A file: ${name}${kindAndSize(resource.mimeType, resource.blob)}. It was not opened.]`;
}

function kindAndSize(mimeType: unknown, base64: JsonRecord[string]): string {
  const kind = typeof mimeType === 'string' && /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? [mimeType] : [];
  const size = typeof base64 === 'string' ? [`${Math.ceil((base64.length * 3) / 4)} bytes`] : [];
  const facts = [...kind, ...size];
  return facts.length === 0 ? '' : ` (${facts.join(', ').slice(0, MAX_LABEL_CHARS)})`;
}

function label(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  const line = untrustedLine(text, MAX_LABEL_CHARS);
  return line === '' ? [] : [line];
}
