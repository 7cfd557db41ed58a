/** Text from outside, as it is shown to a model: data in a frame that nothing in the text can close. Pure. */
import { dropHidden } from '../text/hidden.ts';

export interface Frame {
  /** `[a-z_]+` */
  tag: string;
  /** What the model is told of the text, before it. */
  note: string;
  attributes?: Readonly<Record<string, string>>;
  /** What stands in the place of what was cut. */
  cutNote: string;
}

/** Of at most `maxChars`; a text that is too long is cut, and says so. */
export function frameText(
  { tag, note, attributes = {}, cutNote }: Frame,
  text: string,
  maxChars: number,
): string {
  const named = Object.entries(attributes).map(
    ([name, value]) => ` ${name}=${JSON.stringify(escapeMark(tag, oneLine(value)))}`,
  );
  const opening = `${note}\n<${tag}${named.join('')}>\n`;
  const closing = `\n</${tag}>`;
  const escaped = escapeMark(tag, text);
  const room = maxChars - opening.length - closing.length;
  if (escaped.length <= room) return opening + escaped + closing;
  const cut = escaped.slice(0, Math.max(0, room - cutNote.length - 1)).toWellFormed();
  return `${opening}${cut}\n${cutNote}${closing}`;
}

/** Hidden characters go first: one inside a mark would keep it from being found. White space and wide letters do not, either. */
function escapeMark(tag: string, text: string): string {
  const letters = [...tag].join('\\s*');
  const forged = new RegExp(`[<＜﹤](?=\\s*(?:[/／]\\s*)?${letters})`, 'gi');
  return dropHidden(text.toWellFormed()).replaceAll(forged, '&lt;');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('>', '').trim();
}
