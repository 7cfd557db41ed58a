import { describe, expect, it } from 'vitest';
import { continueTrace, createTrace, formatTraceparent } from './trace.ts';

describe('a trace', () => {
  it('is made of random ids of the right length', () => {
    const [one, two] = [createTrace(), createTrace()];
    expect(one.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(one.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(one.traceId).not.toBe(two.traceId);
    expect(one.spanId).not.toBe(two.spanId);
  });

  it('has ids that none before it had, however many are made', () => {
    const traces = Array.from({ length: 1_000 }, createTrace);
    expect(new Set(traces.flatMap(({ traceId, spanId }) => [traceId, spanId])).size).toBe(2_000);
    for (const { traceId, spanId } of traces) expect(traceId + spanId).toMatch(/^[0-9a-f]{48}$/);
  });

  it('goes on in the next Worker under the same id, with a span of its own', () => {
    const first = createTrace();
    const second = continueTrace(formatTraceparent(first));
    expect(second.traceId).toBe(first.traceId);
    expect(second.spanId).not.toBe(first.spanId);
  });

  it('is written as the W3C says', () => {
    const trace = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
    expect(formatTraceparent(trace)).toBe('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
  });

  it.each([
    ['no header', null],
    ['nothing', undefined],
    ['an empty header', ''],
    ['another form', 'hello'],
    ['a short trace id', `00-${'a'.repeat(31)}-${'b'.repeat(16)}-01`],
    ['upper case', `00-${'A'.repeat(32)}-${'b'.repeat(16)}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`],
    ['a parent id of zeros', `00-${'a'.repeat(32)}-${'0'.repeat(16)}-01`],
    ['something behind it', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01-x`],
    ['a line break', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01\n`],
  ])('begins anew with %s', (_name, header) => {
    const trace = continueTrace(header);
    expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(['a'.repeat(32), '0'.repeat(32)]).not.toContain(trace.traceId);
  });
});
