/** Figures as people read them. Pure. */
import type { Summary } from './statistics.ts';

/** Three significant digits, thousands grouped: 0.943, 12.3, 8,210. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1_000) return Math.round(value).toLocaleString('en-US');
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return size === 0 ? '0' : value.toFixed(size >= 1 ? 2 : 3);
}

/** `0.943 (0.931–0.952)`: the median and the quartiles; a dash where nothing is known. */
export function formatSpread(summary: Summary | null): string {
  if (summary === null) return '–';
  const { median, q1, q3 } = summary;
  return `${formatNumber(median)} (${formatNumber(q1)}–${formatNumber(q3)})`;
}

export function formatBytes(bytes: number): string {
  return bytes >= 1e6 ? `${formatNumber(bytes / 1e6)} MB` : `${formatNumber(bytes / 1e3)} kB`;
}
