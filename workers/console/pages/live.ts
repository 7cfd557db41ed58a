/**
 * The log as it is written, without a script: a page whose list grows until it is left, paused, or ten minutes are over. Each look is
 * at what is new; who may not look any more is let go.
 */
import type { LogFilter, LogStoreRpc } from '../../../shared/contract/logs.ts';
import type { PageContext } from '../page.ts';
import { Html, html } from '../view/html.ts';
import { panel } from '../view/parts.ts';
import { levelLinks, levelOf, lineOf } from './log-lines.ts';

const EVERY_MS = 2_000;
const LASTS_MS = 10 * 60_000;
const CHECKED_EVERY_MS = 30_000;
/** A page that grew for ever would stop a browser. */
const MAX_LINES = 3_000;

const PLACE = '<!-- lines -->';

export interface LiveDeps {
  logs: Pick<LogStoreRpc, 'after'>;
  /** Whether who looks still may. */
  isAllowed: () => Promise<boolean>;
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

/** `around`: a page as text around a body. */
export function streamLive(
  context: PageContext,
  around: (body: Html) => string,
  { logs, isAllowed, now, sleep }: LiveDeps,
): ReadableStream<Uint8Array> {
  const level = levelOf(context.url);
  const [head = '', tail = ''] = around(bodyOf(context, level)).split(PLACE);
  const encoder = new TextEncoder();
  const beganAtMs = now();
  let checkedAtMs = beganAtMs;
  let last: number | null = null;
  let shown = 0;
  const isOver = () => now() - beganAtMs >= LASTS_MS || shown >= MAX_LINES;
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      ({ last } = await logs.after(null, level));
      controller.enqueue(encoder.encode(head));
    },
    async pull(controller) {
      await sleep(EVERY_MS);
      if (now() - checkedAtMs >= CHECKED_EVERY_MS) {
        checkedAtMs = now();
        if (!(await isAllowed())) {
          controller.enqueue(encoder.encode(tail));
          return controller.close();
        }
      }
      const seen = await logs.after(last, level);
      last = seen.last;
      shown += seen.lines.length;
      // The Workers tell their lines one after the other. Something each time, so that a reader who has gone is noticed.
      const lines = seen.lines.toSorted((a, b) => a.time.localeCompare(b.time));
      const text = lines.map((entry) => lineOf(context, entry).text).join('') || '<!-- -->';
      controller.enqueue(encoder.encode(isOver() ? text + endOf(context).text + tail : text));
      if (isOver()) controller.close();
    },
  });
}

function bodyOf(context: PageContext, level: LogFilter): Html {
  const { t } = context;
  return panel(
    t.traces.live,
    html`<div class="actions"><a class="button primary" href="/console/traces?level=${level}">${t.traces.pause}</a>
      ${levelLinks(context, level)}</div>
      <div role="log" aria-live="off" aria-label="${t.traces.live}"><ol class="live">${new Html(PLACE)}</ol></div>`,
    t.traces.watching,
  );
}

function endOf({ t, url }: PageContext): Html {
  return html`<li><a class="button" href="${url.pathname}${url.search}">${t.traces.watched}</a></li>`;
}
