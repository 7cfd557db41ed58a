import { describe, expect, it } from 'vitest';
import {
  formatVerdicts,
  judgeCharge,
  judgeExports,
  judgeHalfSent,
  judgeOverspend,
  judgeParsing,
  judgeQueries,
  judgeUnread,
} from './judge.ts';
import { requireLoopback } from './loopback.ts';

describe('an attack is judged', () => {
  it('by what the provider counts, beside the old estimate of a row of tabs', () => {
    const call = { calls: 2, prompt: '\v'.repeat(4_000), counted: 8_000 };
    expect(judgeCharge('tabs', { ...call, charged: 8_000 })).toMatchObject({
      ok: true,
      before: '10 tokens charged for 8000',
    });
    expect(judgeCharge('tabs', { ...call, charged: 7_999 }).ok).toBe(false);
    expect(judgeCharge('tabs', { ...call, calls: 0, counted: 0, charged: 0 }).ok).toBe(false);
  });

  it('by the bodies that are read before anybody is known', () => {
    const bodies = { sent: 10, bodyBytes: 1_290_000 };
    expect(judgeUnread('bodies', { ...bodies, refusedUnread: 10 })).toMatchObject({
      ok: true,
      before: '12.9 MB read',
    });
    expect(judgeUnread('bodies', { ...bodies, refusedUnread: 9 }).ok).toBe(false);
  });

  it('by the uploads that stay open and the memory that they take', () => {
    const uploads = { sent: 120, ended: 120, waitedSec: 20, growthMb: 10 };
    expect(judgeHalfSent('the bff', uploads).ok).toBe(true);
    expect(judgeHalfSent('the bff', { ...uploads, ended: 119 }).ok).toBe(false);
    expect(judgeHalfSent('the bff', { ...uploads, growthMb: 65 }).ok).toBe(false);
  });

  it('by the time and the queries that it takes', () => {
    expect(judgeParsing('parts', { sent: 3, refused: 3, meanMs: 20 }).ok).toBe(true);
    expect(judgeParsing('parts', { sent: 3, refused: 2, meanMs: 20 }).ok).toBe(false);
    expect(judgeParsing('parts', { sent: 3, refused: 3, meanMs: 400 }).ok).toBe(false);
    expect(judgeQueries({ keys: 1_000, queries: 10, seconds: 10 }).ok).toBe(true);
    expect(judgeQueries({ keys: 1_000, queries: 11, seconds: 10 }).ok).toBe(false);
  });

  it('by what a budget loses and how often an export is made', () => {
    const calls = { calls: 100, prompt: 'x', room: 10_000, answerTokens: 4_096, made: 1 };
    expect(judgeOverspend({ ...calls, charged: 10_000 }).ok).toBe(true);
    expect(judgeOverspend({ ...calls, charged: 10_001 }).ok).toBe(false);
    expect(judgeExports({ asked: 50, given: 5, queries: 5 }).ok).toBe(true);
    expect(judgeExports({ asked: 50, given: 6, queries: 6 }).ok).toBe(false);
    expect(judgeExports({ asked: 5, given: 5, queries: 5 }).ok).toBe(false);
  });

  it('in a table that names what is broken', () => {
    const table = formatVerdicts([judgeExports({ asked: 50, given: 6, queries: 6 })]);
    expect(table).toContain('| BROKEN | S11 50 exports in a loop |');
  });
});

describe('requireLoopback', () => {
  it.each(['http://127.0.0.1:8787', 'http://localhost:1', 'http://[::1]:1', 'http://127.1.2.3/'])(
    'lets %s be attacked',
    (url) => {
      expect(requireLoopback(url)).toBe(url);
    },
  );

  it.each([
    'https://libra-bff.example.workers.dev',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1@evil.example',
    'http://0.0.0.0:1',
    'http://10.0.0.1',
    'http://localhost.evil.example',
    'not a url',
    '',
  ])('refuses %s', (url) => {
    expect(() => requireLoopback(url)).toThrow(/loopback/);
  });
});
