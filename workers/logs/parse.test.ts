import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../shared/observe/log.ts';
import { createTrace } from '../../shared/observe/trace.ts';
import { parseLine } from './parse.ts';

describe('a line of the log', () => {
  it('is kept as the logger wrote it', () => {
    const lines: string[] = [];
    const trace = createTrace();
    const log = createLogger({ worker: 'bff', trace, now: () => 0, write: (line) => lines.push(line) });
    log.warn('answer.finished', { outcome: 'ok', tokens: 5, fallback: false });
    expect(parseLine(lines[0])).toEqual({
      ...{ time: '1970-01-01T00:00:00.000Z', level: 'warn', worker: 'bff', event: 'answer.finished' },
      traceId: trace.traceId,
      fields: { outcome: 'ok', tokens: 5, fallback: false },
    });
  });

  it.each([
    ['a text', 'TypeError: x is not a function'],
    ['no level', '{"time":"2026-11-29T00:00:00Z","worker":"bff","event":"a"}'],
    ['a nested event', '{"time":"2026-11-29T00:00:00Z","level":"info","worker":"bff","event":{}}'],
    ['a name that is none', '{"time":"2026-11-29T00:00:00Z","level":"info","worker":"<b>","event":"a"}'],
  ])('is left out when it is %s', (_, line) => {
    expect(parseLine(line)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        parseLine(line);
      }),
    );
  });
});
