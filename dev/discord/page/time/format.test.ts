import { describe, expect, it } from 'vitest';
import type { TimestampStyle } from '../markdown/nodes.ts';
import { dayKey, formatMessageTime, formatRelative, formatTimestamp } from './format.ts';

const NOW_SEC = 1_767_225_600; // 2026-01-01T00:00:00Z
const now = NOW_SEC * 1_000;

describe('relative time', () => {
  it.each<[number, string, string]>([
    [0, 'in 0 seconds', '0초 후'],
    [1, 'in 1 second', '1초 후'],
    [30, 'in 30 seconds', '30초 후'],
    [59, 'in 59 seconds', '59초 후'],
    [60, 'in 1 minute', '1분 후'],
    [119, 'in 1 minute', '1분 후'],
    [-1, '1 second ago', '1초 전'],
    [-3_599, '59 minutes ago', '59분 전'],
    [-3_600, '1 hour ago', '1시간 전'],
    [86_400, 'in 1 day', '1일 후'],
    [40 * 86_400, 'in 1 month', '1개월 후'],
    [-800 * 86_400, '2 years ago', '2년 전'],
  ])('%i seconds from now', (offset, english, korean) => {
    expect(formatRelative(now + offset * 1_000, now, 'en-US')).toBe(english);
    expect(formatRelative(now + offset * 1_000, now, 'ko')).toBe(korean);
  });
});

describe('timestamps in a message', () => {
  it.each<[TimestampStyle, string, string]>([
    ['t', '12:00 AM', '오전 12:00'],
    ['T', '12:00:00 AM', '오전 12:00:00'],
    ['d', '01/01/2026', '2026. 01. 01.'],
    ['D', 'January 1, 2026', '2026년 1월 1일'],
    ['f', 'January 1, 2026 at 12:00 AM', '2026년 1월 1일 오전 12:00'],
    ['F', 'Thursday, January 1, 2026 at 12:00 AM', '2026년 1월 1일 목요일 오전 12:00'],
    ['R', 'in 0 seconds', '0초 후'],
  ])('are written as style %s asks', (style, english, korean) => {
    const plain = (text: string) => text.replaceAll('\u202f', ' ');
    expect(plain(formatTimestamp(NOW_SEC, style, now, 'en-US', 'UTC'))).toBe(english);
    expect(plain(formatTimestamp(NOW_SEC, style, now, 'ko', 'UTC'))).toBe(korean);
  });
  it('stay a number where no calendar reaches', () => {
    expect(formatTimestamp(9_999_999_999_999, 'f', now, 'ko', 'UTC')).toBe('9999999999999');
  });
});

describe('the time beside an author', () => {
  it('has a date on other days than today', () => {
    expect(formatMessageTime(now, now + 1_000, 'en-US', 'UTC')).toMatch(/^12:00\sAM$/);
    expect(formatMessageTime(now - 1_000, now, 'ko', 'UTC')).toBe('2025. 12. 31. 오후 11:59');
  });
  it('counts days in the time zone of the reader', () => {
    expect(dayKey(now, 'UTC')).toBe('2026-01-01');
    expect(dayKey(now, 'America/New_York')).toBe('2025-12-31');
  });
});
