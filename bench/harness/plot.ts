/**
 * A small writer of SVG plots: lines or bars over labelled axes, linear or logarithmic. Pure: data in, text out.
 * It draws on a white ground of its own, so that it reads the same in a dark and in a light page.
 */
export interface Axis {
  label: string;
  scale: 'linear' | 'log';
}

export interface Point {
  x: number;
  y: number;
  /** The ends of a whisker, in the unit of `y`. */
  low?: number;
  high?: number;
}

export interface Series {
  name: string;
  points: readonly Point[];
  /** Dashed lines are references (limits, goals). */
  dashed?: boolean;
}

interface LinePlot {
  kind: 'lines';
  title: string;
  x: Axis;
  y: Axis;
  series: readonly Series[];
}

interface BarPlot {
  kind: 'bars';
  title: string;
  unit: string;
  bars: readonly { label: string; value: number; low?: number; high?: number }[];
  /** A line across all bars, such as a goal. */
  mark?: { value: number; label: string };
}

export type Plot = LinePlot | BarPlot;

const WIDTH = 720;
const LINE_HEIGHT = 400;
const MARGIN = { top: 44, right: 24, bottom: 52, left: 72 };
/** Distinguishable without colour vision too (Okabe and Ito), and each with a marker of its own. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];

export function renderPlot(plot: Plot): string {
  return plot.kind === 'lines' ? renderLines(plot) : renderBars(plot);
}

function renderLines(plot: LinePlot): string {
  const points = plot.series.flatMap((series) => series.points);
  const x = createScale(
    plot.x.scale,
    points.map((point) => point.x),
    [MARGIN.left, WIDTH - MARGIN.right],
  );
  const y = createScale(
    plot.y.scale,
    points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]),
    [LINE_HEIGHT - MARGIN.bottom, MARGIN.top],
  );
  const parts = [
    ...x.ticks.map((tick) =>
      text(x.at(tick), LINE_HEIGHT - MARGIN.bottom + 18, formatTick(tick), 'middle', 11),
    ),
    ...y.ticks.flatMap((tick) => [
      line(MARGIN.left, y.at(tick), WIDTH - MARGIN.right, y.at(tick), '#e2e2e2'),
      text(MARGIN.left - 8, y.at(tick) + 4, formatTick(tick), 'end', 11),
    ]),
    line(MARGIN.left, MARGIN.top, MARGIN.left, LINE_HEIGHT - MARGIN.bottom, '#555'),
    line(MARGIN.left, LINE_HEIGHT - MARGIN.bottom, WIDTH - MARGIN.right, LINE_HEIGHT - MARGIN.bottom, '#555'),
    text((MARGIN.left + WIDTH - MARGIN.right) / 2, LINE_HEIGHT - 14, plot.x.label, 'middle', 12),
    `<g transform="rotate(-90 18 ${LINE_HEIGHT / 2})">${text(18, LINE_HEIGHT / 2, plot.y.label, 'middle', 12)}</g>`,
    ...plot.series.map((series, index) => drawSeries(series, index, x, y)),
    ...plot.series.map((series, index) => drawLegend(series, index)),
  ];
  return frame(LINE_HEIGHT, plot.title, parts);
}

function drawSeries(series: Series, index: number, x: Scale, y: Scale): string {
  const colour = COLOURS[index % COLOURS.length] ?? '#000';
  const path = series.points.map((point) => `${round(x.at(point.x))},${round(y.at(point.y))}`).join(' ');
  const dash = series.dashed === true ? ' stroke-dasharray="5 4"' : '';
  const whiskers = series.points.map(({ x: at, low, high }) =>
    low === undefined || high === undefined ? '' : line(x.at(at), y.at(low), x.at(at), y.at(high), colour),
  );
  const marks =
    series.dashed === true
      ? []
      : series.points.map((point) => marker(index, x.at(point.x), y.at(point.y), colour));
  return [
    `<polyline fill="none" stroke="${colour}" stroke-width="2"${dash} points="${path}"/>`,
    ...whiskers,
    ...marks,
  ].join('');
}

function drawLegend(series: Series, index: number): string {
  const colour = COLOURS[index % COLOURS.length] ?? '#000';
  const top = MARGIN.top + 10 + index * 17;
  const left = MARGIN.left + 14;
  const dash = series.dashed === true ? ' stroke-dasharray="5 4"' : '';
  return [
    `<line x1="${left}" y1="${top}" x2="${left + 20}" y2="${top}" stroke="${colour}" stroke-width="2"${dash}/>`,
    series.dashed === true ? '' : marker(index, left + 10, top, colour),
    text(left + 27, top + 4, series.name, 'start', 11),
  ].join('');
}

function marker(index: number, cx: number, cy: number, colour: string): string {
  const [x, y] = [round(cx), round(cy)];
  switch (index % 3) {
    case 0:
      return `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`;
    case 1:
      return `<rect x="${round(cx - 3.2)}" y="${round(cy - 3.2)}" width="6.4" height="6.4" fill="${colour}"/>`;
    default:
      return `<path d="M${x} ${round(cy - 4.4)}l4.2 7.6h-8.4z" fill="${colour}"/>`;
  }
}

const BAR_HEIGHT = 30;
const BAR_LEFT = 190;

function renderBars(plot: BarPlot): string {
  const height = MARGIN.top + plot.bars.length * BAR_HEIGHT + MARGIN.bottom;
  const values = plot.bars.flatMap(({ value, high }) => [value, high ?? value]);
  const scale = createScale(
    'linear',
    [0, ...values, ...(plot.mark === undefined ? [] : [plot.mark.value])],
    [BAR_LEFT, WIDTH - MARGIN.right - 60],
  );
  const bottom = height - MARGIN.bottom;
  const parts = [
    ...scale.ticks.flatMap((tick) => [
      line(scale.at(tick), MARGIN.top, scale.at(tick), bottom, '#e2e2e2'),
      text(scale.at(tick), bottom + 18, formatTick(tick), 'middle', 11),
    ]),
    text((BAR_LEFT + WIDTH - MARGIN.right) / 2, height - 14, plot.unit, 'middle', 12),
    ...plot.bars.map(({ label, value, low, high }, index) => {
      const top = MARGIN.top + index * BAR_HEIGHT + 5;
      const middle = top + (BAR_HEIGHT - 10) / 2;
      const width = round(Math.max(0, scale.at(value) - BAR_LEFT));
      return [
        `<rect x="${BAR_LEFT}" y="${top}" width="${width}" height="${BAR_HEIGHT - 10}" fill="${COLOURS[0]}"/>`,
        low === undefined || high === undefined
          ? ''
          : line(scale.at(low), middle, scale.at(high), middle, '#000'),
        text(BAR_LEFT - 8, middle + 4, label, 'end', 12),
        text(scale.at(Math.max(value, high ?? value)) + 6, middle + 4, formatTick(value), 'start', 11),
      ].join('');
    }),
    ...(plot.mark === undefined
      ? []
      : [
          `<line x1="${round(scale.at(plot.mark.value))}" y1="${MARGIN.top - 4}" x2="${round(scale.at(plot.mark.value))}" y2="${bottom}" stroke="${COLOURS[1]}" stroke-width="2" stroke-dasharray="5 4"/>`,
          text(scale.at(plot.mark.value) + 4, MARGIN.top - 6, plot.mark.label, 'start', 11),
        ]),
  ];
  return frame(height, plot.title, parts);
}

interface Scale {
  ticks: number[];
  /** A value's place, in pixels. */
  at(value: number): number;
}

export function createScale(
  kind: Axis['scale'],
  values: readonly number[],
  [from, to]: readonly [number, number],
): Scale {
  const finite = values.filter((value) => Number.isFinite(value) && (kind === 'linear' || value > 0));
  const ticks = kind === 'log' ? logTicks(finite) : linearTicks(finite);
  const map = kind === 'log' ? (value: number) => Math.log10(Math.max(value, Number.MIN_VALUE)) : identity;
  const first = map(ticks[0] ?? 0);
  const last = map(ticks.at(-1) ?? 1);
  return { ticks, at: (value) => from + ((map(value) - first) / (last - first || 1)) * (to - from) };
}

/** From zero (or the lowest value, if it is negative) to beyond the highest, in four to nine steps of 1, 2 or 5 times a power of ten. */
function linearTicks(values: readonly number[]): number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

function logTicks(values: readonly number[]): number[] {
  const first = Math.floor(Math.log10(Math.min(...values, 1e300)));
  if (values.length === 0) return [1, 10];
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

function frame(height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(MARGIN.left, 26, title, 'start', 15, 'bold'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function text(x: number, y: number, content: string, anchor: string, size: number, weight = 'normal') {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="#222">${escapeXml(content)}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}"/>`;
}

function formatTick(value: number): string {
  if (value !== 0 && (Math.abs(value) < 0.001 || Math.abs(value) >= 1e6)) return value.toExponential(0);
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 4 });
}

/** Tenths of a pixel: more would only make the file longer. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function identity(value: number): number {
  return value;
}

function escapeXml(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
