/** Lines of the log, as both pages show them. Pure. */
import type { LogEntry, LogFilter } from '../../../shared/contract/logs.ts';
import type { PageContext } from '../page.ts';
import { type Html, html } from '../view/html.ts';
import { switcher, withQuery } from '../view/parts.ts';

const LEVELS = ['all', 'warn', 'error'] as const;

export const levelOf = (url: URL): LogFilter =>
  LEVELS.find((each) => each === url.searchParams.get('level')) ?? 'all';

export function levelLinks({ t, url }: PageContext, level: LogFilter): Html {
  return switcher(
    t.traces.level,
    LEVELS.map((each) => ({
      href: withQuery(url, { level: each }),
      text: t.traces.levels[each],
      isHere: each === level,
    })),
  );
}

export function stateOf(level: string): string {
  if (level === 'error') return 'down';
  return level === 'warn' ? 'slow' : 'ok';
}

export function fieldsOf(fields: LogEntry['fields']): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

export function lineOf({ t }: PageContext, { time, level, worker, event, fields, traceId }: LogEntry): Html {
  return html`<li><time datetime="${time}">${time.slice(11, 23)}</time>
    <span class="state ${stateOf(level)}">${level}</span> <span>${worker}</span> <code>${event}</code>
    <span class="log-fields">${fieldsOf(fields)}</span>${
      traceId !== null &&
      html` <a href="/console/traces?id=${traceId}" aria-label="${t.traces.trace} ${traceId.slice(0, 8)}">${traceId.slice(0, 8)}</a>`
    }</li>`;
}
