/** The small lines about the tools of an answer: one while they work, and at its end what was used, with the sources. Pure. */
import type { LibraResponse, Source, ToolState } from '../../../shared/contract/libra.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import type { Texts } from '../locale/texts.ts';

const MARK = /[\\`*_~|[\]()<>@#]/g;

/** What the texts put before a tool that works; a recovery knows the line by it. */
const WORKING = /(?:^|\n)-# (?:🧮|🎲|🔎|🔧) [^\n]*…$/u;

export function workingLine({ name, subject }: ToolState, { tools }: Texts): string {
  const shown = subject === undefined ? '' : escapeMarks(subject);
  const line = (Object.hasOwn(tools.working, name) ? tools.working[name] : undefined) ?? tools.working.other;
  return neutralise(line(shown === '' ? null : shown));
}

/** The content of a message, without the line that said what a tool was at. */
export function withoutWorkingLine(content: string): string {
  return content.replace(WORKING, '');
}

const MAX_SOURCES = 5;
const MAX_TITLE_CHARS = 60;
const MAX_URL_CHARS = 250;

/** Empty for an answer without tools. */
export function usedLines(
  { tools_used: used = [], sources = [] }: Pick<LibraResponse, 'tools_used' | 'sources'>,
  { tools }: Texts,
): string[] {
  if (used.length === 0) return [];
  const names = used.map((name) => tools.names[name] ?? escapeMarks(name));
  const links = sources
    .map(linkOf)
    .filter((link) => link !== null)
    .slice(0, MAX_SOURCES);
  const lines = [tools.used(names.join(', ')), ...links.map((link, index) => `${index + 1}. ${link}`)];
  return [lines.map((line) => `-# ${line}`).join('\n')];
}

/** The host stands in the text of the link, so that nobody is led elsewhere than it says. */
function linkOf({ url, title }: Source): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.href.length > MAX_URL_CHARS)
    return null;
  const { host, href } = parsed;
  const name = escapeMarks(title).slice(0, MAX_TITLE_CHARS).toWellFormed().trimEnd();
  const label = name === '' || name === escapeMarks(host) ? host : `${name} · ${host}`;
  return neutralise(`[${label}](<${href.replaceAll(/[<>()]/g, toPercent)}>)`);
}

function escapeMarks(text: string): string {
  return dropHidden(text.toWellFormed()).replaceAll(/\s+/g, ' ').trim().replaceAll(MARK, '\\$&');
}

function toPercent(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`;
}
