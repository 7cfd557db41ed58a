import { tmpdir } from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { createLogSink, formatLine } from './log-sink.ts';

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

it('goes on printing where the file cannot be written, and says so once', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const printed: string[] = [];
  const sink = createLogSink({ file: tmpdir(), print: (line) => printed.push(line) });
  sink.write('one');
  await vi.waitFor(() => expect(said).toHaveBeenCalled());
  sink.write('two');
  await sink.close();
  expect(printed).toEqual(['one', 'two']);
  expect(said.mock.calls).toEqual([
    [`The log is not written any more: ${tmpdir()} is a folder: name a file.`],
  ]);
  said.mockRestore();
});
