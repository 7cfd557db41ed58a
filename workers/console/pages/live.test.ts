import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../../shared/contract/logs.ts';
import { EN } from '../locale/en.ts';
import type { PageContext } from '../page.ts';
import { streamLive } from './live.ts';

const line = (event: string): LogEntry => ({
  ...{ event, level: 'info', worker: 'bff', traceId: null, fields: { note: '<script>' } },
  time: '2026-11-29T12:00:00.000Z',
});

function watch({
  lines,
  isAllowed = () => true,
}: {
  lines: (look: number) => LogEntry[];
  isAllowed?: () => boolean;
}) {
  let nowMs = 0;
  let looks = 0;
  const context = { t: EN, url: new URL('https://c.example/console/log?level=all') } as PageContext;
  const stream = streamLive(context, (body) => `<main>${body.text}</main>`, {
    logs: {
      after: async (id) => {
        if (id === null) return { lines: [], last: 0 };
        looks += 1;
        return { lines: lines(looks), last: id + 1 };
      },
    },
    isAllowed: async () => isAllowed(),
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  });
  return { stream, looks: () => looks };
}

describe('the log as it is written', () => {
  it('begins at once, grows line by line, and ends as a whole page', async () => {
    const { stream } = watch({ lines: (look) => (look === 3 ? [line('chat.finished')] : []) });
    const text = await new Response(stream).text();
    expect(text.startsWith('<main>')).toBe(true);
    expect(text.endsWith('</main>')).toBe(true);
    expect(text.match(/<code>chat\.finished<\/code>/g)).toHaveLength(1);
    expect(text).toContain('note=&lt;script&gt;');
    expect(text).toContain(EN.traces.watched);
  });

  it('ends after ten minutes, and at its bound of lines', async () => {
    const calm = watch({ lines: () => [] });
    await new Response(calm.stream).text();
    expect(calm.looks()).toBeLessThanOrEqual(302);
    const flood = watch({ lines: () => new Array<LogEntry>(500).fill(line('a.b')) });
    await new Response(flood.stream).text();
    expect(flood.looks()).toBe(6);
  });

  it('shows nothing more to who may not look any more', async () => {
    let may = true;
    const { stream, looks } = watch({
      lines: (look) => {
        may = look < 5;
        return [line(`look.${look}`)];
      },
      isAllowed: () => may,
    });
    const text = await new Response(stream).text();
    expect(looks()).toBeLessThan(20);
    expect(text.endsWith('</main>')).toBe(true);
  });

  it('asks nothing more when its reader has gone', async () => {
    const { stream, looks } = watch({ lines: () => [] });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    const seen = looks();
    await new Promise((resolve) => setImmediate(resolve));
    expect(looks()).toBe(seen);
  });
});
