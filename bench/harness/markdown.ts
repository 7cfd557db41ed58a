/** Reports as markdown, and the one file that holds them. Pure. */
import type { Goal, Report, Table } from './report.ts';

export function renderTable({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  // Figures are read in columns: everything but the first column is aligned to the right.
  const rule = `|${columns.map((_, index) => (index === 0 ? '---' : '--:')).join('|')}|`;
  return [`**${title}**`, '', line(columns), rule, ...rows.map(line)].join('\n');
}

export function renderReport(report: Report, conditions: string): string {
  return [
    `*${conditions}*`,
    ...report.tables.map(renderTable),
    ...(report.goals.length === 0 ? [] : [report.goals.map(renderGoal).join('\n')]),
    ...(report.notes.length === 0 ? [] : [report.notes.map((note) => `- ${note}`).join('\n')]),
    ...report.plots.map(({ file, plot }) => `![${plot.title}](plots/${file})`),
  ].join('\n\n');
}

function renderGoal({ what, met, seen }: Goal): string {
  return `- ${met ? '✅ goal met' : '❌ goal missed'}: ${what} (${seen})`;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`. Throws when the markers are not there. */
export function replaceSection(document: string, name: string, content: string): string {
  const open = `<!-- ${name} -->`;
  const close = `<!-- /${name} -->`;
  const from = document.indexOf(open);
  const to = document.indexOf(close, from);
  if (from < 0 || to < 0) throw new Error(`bench/README.md has no section ${open} … ${close}`);
  return `${document.slice(0, from + open.length)}\n${content.trim()}\n${document.slice(to)}`;
}
