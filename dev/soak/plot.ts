/** A soak as a picture: heaps, memory, open provider calls and answer times over time, with the troubles behind. Pure. */
import type { MemorySample } from './memory.ts';

export interface Sample extends MemorySample {
  /** Requests that the provider is answering. */
  openCalls: number;
}

export interface PlotData {
  title: string;
  samples: readonly Sample[];
  /** Seconds since the start. */
  answers: readonly { atSec: number; seconds: number }[];
  troubles: readonly { fromSec: number; toSec: number; part: string }[];
  endSec: number;
}

const WIDTH = 960;
const LEFT = 64;
const RIGHT = 20;
const TOP = 52;
const PANEL = 130;
const GAP = 44;
const TICKS = 4;
const COLORS: Record<string, string> = {
  provider: '#f4c7c3',
  redis: '#fce8b2',
  postgres: '#c9daf8',
  discord: '#d9d2e9',
};

export function plot({ title, samples, answers, troubles, endSec }: PlotData): string {
  const x = (sec: number) => LEFT + ((WIDTH - LEFT - RIGHT) * sec) / Math.max(1, endSec);
  const panels = [
    {
      name: 'heaps of bot, bff and llm, in use (MB)',
      points: samples.map(({ atSec, heapsMb: { bot, bff, llm } }) => ({ at: atSec, value: bot + bff + llm })),
      line: true,
    },
    {
      name: 'workerd memory (MB)',
      points: samples.map((one) => ({ at: one.atSec, value: one.workerdMb })),
      line: true,
    },
    {
      name: 'open provider calls',
      points: samples.map((one) => ({ at: one.atSec, value: one.openCalls })),
      line: true,
    },
    {
      name: 'answers in Discord (s)',
      points: answers.map((one) => ({ at: one.atSec, value: one.seconds })),
      line: false,
    },
  ];
  const height = TOP + panels.length * (PANEL + GAP) + 16;
  const drawn = panels.map(({ name, points, line }, index) => {
    const top = TOP + index * (PANEL + GAP);
    const highest = niceCeiling(Math.max(1, ...points.map(({ value }) => value)));
    const y = (value: number) => top + PANEL * (1 - value / highest);
    const bands = troubles.map(
      ({ fromSec, toSec, part }) =>
        `<rect x="${fix(x(fromSec))}" y="${top}" width="${fix(Math.max(1, x(toSec) - x(fromSec)))}" height="${PANEL}" fill="${COLORS[part] ?? '#eee'}"/>`,
    );
    const grid = Array.from({ length: TICKS + 1 }, (_, tick) => {
      const value = (highest * tick) / TICKS;
      return `<path d="M${LEFT} ${fix(y(value))}H${WIDTH - RIGHT}" stroke="#ccc" stroke-width="0.5"/><text x="${LEFT - 6}" y="${fix(y(value) + 4)}" text-anchor="end">${Number(value.toFixed(1))}</text>`;
    });
    const marks = line
      ? `<polyline fill="none" stroke="#1a73e8" stroke-width="1.5" points="${points.map(({ at, value }) => `${fix(x(at))},${fix(y(value))}`).join(' ')}"/>`
      : points
          .map(({ at, value }) => `<circle cx="${fix(x(at))}" cy="${fix(y(value))}" r="2" fill="#1a73e8"/>`)
          .join('');
    return `<g>${bands.join('')}${grid.join('')}${marks}<text x="${LEFT}" y="${top - 6}" font-weight="bold">${name}</text></g>`;
  });
  const minutes = Array.from({ length: TICKS + 1 }, (_, tick) => {
    const sec = (endSec * tick) / TICKS;
    return `<text x="${fix(x(sec))}" y="${height - 18}" text-anchor="${tick === TICKS ? 'end' : 'middle'}">${(sec / 60).toFixed(1)} min</text>`;
  });
  const legend = Object.entries(COLORS).map(
    ([part, color], index) =>
      `<rect x="${WIDTH - 390 + index * 95}" y="12" width="12" height="12" fill="${color}"/><text x="${WIDTH - 374 + index * 95}" y="22">${part}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="22" font-size="15">${escapeXml(title)}</text>`,
    ...legend,
    ...drawn,
    ...minutes,
    '</svg>\n',
  ].join('\n');
}

/** 1, 2 or 5 times a power of ten. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

function fix(value: number): string {
  return value.toFixed(1);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
