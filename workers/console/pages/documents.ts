/** How far documents have been read, by space, and how many facts have their vectors. */
import { ADMIN_DOCUMENTS_PATH, type DocumentsOverview } from '../../../shared/contract/operator.ts';
import { type Page, type PageContext, page } from '../page.ts';
import { formatBytes, formatCount, formatMoment } from '../view/format.ts';
import { html } from '../view/html.ts';
import { type Column, empty, failurePage, figure, panel, table } from '../view/parts.ts';

type Space = DocumentsOverview['spaces'][number];
type Problem = DocumentsOverview['problems'][number];

export async function showDocuments(context: PageContext): Promise<Page> {
  const { t, locale } = context;
  const asked = await context.ask<DocumentsOverview>(ADMIN_DOCUMENTS_PATH, {});
  if (!asked.ok) return failurePage(context, asked);
  const { spaces, problems, facts } = asked.value;
  const count = (head: string, value: (row: Space) => number): Column<Space> => ({
    head,
    cell: (row) => formatCount(locale, value(row)),
    isNumber: true,
  });
  const columns: Column<Space>[] = [
    { head: t.documents.space, cell: ({ space }) => space, isHead: true },
    count(t.documents.ready, ({ ready }) => ready),
    count(t.documents.reading, ({ reading }) => reading),
    count(t.documents.failed, ({ failed }) => failed),
    count(t.documents.chunks, ({ chunks }) => chunks),
    { head: t.documents.size, cell: (row) => formatBytes(locale, row.size_bytes), isNumber: true },
  ];
  const problemColumns: Column<Problem>[] = [
    { head: t.documents.at, cell: ({ at }) => formatMoment(at), isHead: true },
    { head: t.documents.space, cell: ({ space }) => space },
    { head: t.documents.source, cell: ({ source }) => source },
    {
      head: t.documents.problem,
      cell: ({ problem }) => (problem === 'reading' ? t.documents.stuck : problem),
    },
  ];
  const factFigures = html`<dl class="figures">
    ${figure(t.documents.kept, formatCount(locale, facts.all))}
    ${figure(t.documents.waiting, formatCount(locale, facts.waiting))}</dl>`;
  return page(html`
    ${panel(t.tabs.documents, spaces.length === 0 ? empty(t.documents.empty) : table(t.tabs.documents, columns, spaces), t.documents.lead)}
    ${panel(t.documents.problems, problems.length === 0 ? empty(t.documents.noProblems) : table(t.documents.problems, problemColumns, problems))}
    ${panel(t.documents.facts, factFigures, t.documents.factsLead)}`);
}
