/** Bars over time, as SVG. Pure. Each bar says what it stands for; the same numbers are in a table beneath, for readers who cannot see them. */
import { type Html, html } from './html.ts';

export interface ChartBar {
  /** Beneath the chart, at some bars. */
  label: string;
  /** What the bar says of itself. */
  title: string;
  value: number;
  /** A part of `value` that is drawn in another colour. */
  part?: number;
}

export interface ChartTexts {
  /** What is shown, with the most and the sum: read aloud in the chart's place. */
  summary: string;
  /** Of the highest bar. */
  most: string;
}

const WIDTH = 720;
const HEIGHT = 200;
const LEFT = 8;
const TOP = 30;
/** Room above and beneath for labels, which are larger on a phone. */
const BASE = HEIGHT - 32;
const MAX_LABELS = 7;

export function barChart(bars: readonly ChartBar[], texts: ChartTexts): Html {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  const slot = (WIDTH - 2 * LEFT) / Math.max(bars.length, 1);
  const every = Math.ceil(bars.length / MAX_LABELS);
  const heightOf = (value: number) => (most === 0 ? 0 : (value / most) * (BASE - TOP));
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${texts.summary}">
    <line class="grid" x1="${LEFT}" x2="${WIDTH - LEFT}" y1="${TOP}" y2="${TOP}"></line>
    <line class="grid" x1="${LEFT}" x2="${WIDTH - LEFT}" y1="${(TOP + BASE) / 2}" y2="${(TOP + BASE) / 2}"></line>
    <line class="axis" x1="${LEFT}" x2="${WIDTH - LEFT}" y1="${BASE}" y2="${BASE}"></line>
    <text class="tick" x="${LEFT}" y="${TOP - 7}">${texts.most}</text>
    ${bars.map((bar, index) => {
      const x = LEFT + index * slot;
      const height = heightOf(bar.value);
      const partHeight = heightOf(bar.part ?? 0);
      const width = Math.max(slot * 0.78, 1);
      return html`<g>
        <title>${bar.title}</title>
        <rect class="hit" x="${round(x)}" y="${TOP}" width="${round(slot)}" height="${BASE - TOP}"></rect>
        <rect class="bar" x="${round(x)}" y="${round(BASE - height)}" width="${round(width)}" height="${round(height)}"></rect>
        ${partHeight > 0 && html`<rect class="bar part" x="${round(x)}" y="${round(BASE - partHeight)}" width="${round(width)}" height="${round(partHeight)}"></rect>`}
        ${index % every === 0 && html`<text class="tick" x="${round(x)}" y="${HEIGHT - 6}">${bar.label}</text>`}
      </g>`;
    })}
  </svg>`;
}

/** A share from 0 to 1 as a bar in a table's cell; the number stands beside it. */
export function shareBar(share: number): Html {
  const width = round(Math.min(Math.max(share, 0), 1) * 100);
  return html`<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="8"></rect><rect class="bar" width="${width}" height="8"></rect>
  </svg>`;
}

/** From where to where something lasted, as shares of the whole; its first part in another colour. */
export function spanBar(from: number, length: number, first: number): Html {
  const part = (share: number) => round(Math.min(Math.max(share, 0), 1) * 100);
  // What took no time is still seen.
  const width = Math.max(part(length), 0.8);
  return html`<svg class="span" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="8"></rect>
    <rect class="bar" x="${Math.min(part(from), 99.2)}" width="${width}" height="8"></rect>
    ${first > 0 && html`<rect class="bar waiting" x="${part(from)}" width="${part(Math.min(first, length))}" height="8"></rect>`}
  </svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
