import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formatLine } from './log-sink.ts';

describe('formatLine', () => {
  it('shows time, Worker, event, fields and the head of the trace', () => {
    const line = JSON.stringify({
      time: '2026-01-02T03:04:05.678Z',
      level: 'warn',
      worker: 'bff',
      event: 'guard.degraded',
      traceId: '0123456789abcdef0123456789abcdef',
      spanId: '0123456789abcdef',
      durationMs: 12,
      reason: 'timeout',
    });
    expect(stripVTControlCharacters(formatLine(line))).toBe(
      '03:04:05 bff guard.degraded durationMs=12 reason=timeout 01234567',
    );
  });

  it.each(['plain text', '{"half":', '[1]', '"text"', 'null'])('leaves %s as it is', (line) => {
    expect(formatLine(line)).toBe(line);
  });
});
