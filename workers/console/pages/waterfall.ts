/** Where the time of a request went: what its lines of the log say of durations, beside each other. */
import type { LogEntry } from '../../../shared/contract/logs.ts';
import { parseSpans } from '../../../shared/observe/spans.ts';
import type { PageContext } from '../page.ts';
import { spanBar } from '../view/chart.ts';
import { formatMs } from '../view/format.ts';
import { type Html, html } from '../view/html.ts';
import { type Column, table } from '../view/parts.ts';

export interface Bar {
  worker: string;
  stage: string;
  /** Which model or tool; empty for the request itself. */
  of: string;
  startMs: number;
  durationMs: number;
  /** Of a model's call, from its beginning. */
  firstTextMs: number | null;
}

const MAX_BARS = 60;

/** By their beginnings, the longest of one moment first. */
export function barsOf(entries: readonly LogEntry[]): Bar[] {
  return entries
    .flatMap((entry) => [...wholeOf(entry), ...stagesOf(entry)])
    .toSorted((a, b) => a.startMs - b.startMs || b.durationMs - a.durationMs)
    .slice(0, MAX_BARS);
}

/** A line that says how long something took is written when it has ended. */
function wholeOf({ worker, event, time, fields }: LogEntry): Bar[] {
  const { durationMs, firstTokenMs } = fields;
  if (typeof durationMs !== 'number' || durationMs < 0) return [];
  const of = [fields.target, fields.tool, fields.task].find((name) => typeof name === 'string');
  return [
    {
      worker,
      stage: event.replace(/\.\w+$/, ''),
      of: of === undefined ? '' : String(of),
      startMs: Date.parse(time) - durationMs,
      durationMs,
      firstTextMs: typeof firstTokenMs === 'number' ? firstTokenMs : null,
    },
  ];
}

function stagesOf({ worker, fields }: LogEntry): Bar[] {
  return parseSpans(fields.spans).map(({ name, startMs, durationMs }) => ({
    ...{ worker, stage: name, of: '', startMs, durationMs },
    firstTextMs: null,
  }));
}

/** Null where nothing says how long it took. */
export function waterfall({ t, locale }: PageContext, entries: readonly LogEntry[]): Html | null {
  const bars = barsOf(entries);
  if (bars.length === 0) return null;
  const began = Math.min(...bars.map(({ startMs }) => startMs));
  const lasted = Math.max(...bars.map(({ startMs, durationMs }) => startMs + durationMs)) - began;
  const share = (ms: number) => (lasted === 0 ? 0 : ms / lasted);
  const columns: Column<Bar>[] = [
    { head: t.traces.worker, cell: ({ worker }) => worker },
    { head: t.traces.stage, cell: ({ stage, of }) => html`${stage} <small>${of}</small>`, isHead: true },
    {
      head: t.traces.takes,
      cell: ({ startMs, durationMs, firstTextMs }) => {
        const from = startMs - began;
        return spanBar(share(from), share(durationMs), share(firstTextMs ?? 0));
      },
    },
    { head: t.traces.began, cell: ({ startMs }) => formatMs(locale, startMs - began), isNumber: true },
    {
      head: t.traces.took,
      cell: ({ durationMs, firstTextMs }) =>
        html`${formatMs(locale, durationMs)}${firstTextMs !== null && html` <small>${t.traces.untilText(formatMs(locale, firstTextMs))}</small>`}`,
      isNumber: true,
    },
  ];
  return html`<h3>${t.traces.stages}</h3>${table(t.traces.stages, columns, bars)}`;
}
