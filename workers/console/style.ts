/**
 * The console's look, in both themes: each colour is named once, with its light and its dark value. Comments in the text below would
 * be sent along, so they stand here:
 *
 * - `scroll-initial-target`: the tab that is shown is in sight from the beginning, also where not all of them are.
 * - `.live` in reverse: what comes last stands first.
 * - On a narrow screen `.filter` has two columns, so that what it finds is in sight, and a row of a table becomes a card: each figure
 *   beside what it is.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f5f5fa, #14151b);
  --panel: light-dark(#ffffff, #1d1e27);
  --sunken: light-dark(#f3f2f9, #15161d);
  --line: light-dark(#dfdcec, #31333f);
  --edge: light-dark(#8b87a0, #73778c);
  --text: light-dark(#1d1c26, #e9e9f0);
  --muted: light-dark(#5a586b, #a5a8ba);
  --accent: light-dark(#5541cf, #b0a4ff);
  --accent-fill: #5b46d8;
  --accent-wash: light-dark(#edeafd, #2a2745);
  --danger: light-dark(#b3261e, #ff9a92);
  --danger-fill: #b8322a;
  --ok: light-dark(#1d6f42, #74d69c);
  --ok-wash: light-dark(#e4f5eb, #1b3326);
  --warn: light-dark(#7a4d00, #f5c86b);
  --warn-wash: light-dark(#fff3d6, #362d1a);
  --danger-wash: light-dark(#fde8e6, #3d211f);
  --bar: light-dark(#6d5ae0, #8f80f5);
  --bar-part: light-dark(#d1483f, #ff8a80);
  --font: "Pretendard", "Apple SD Gothic Neo", "Segoe UI", "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "D2Coding", "DejaVu Sans Mono", monospace;
}
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 400 0.9375rem / 1.5 var(--font); word-break: keep-all; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.0625rem; line-height: 1.3; }
h3 { font-size: 0.9375rem; margin-block: 0.75rem 0.25rem; }
small { font-size: 0.8125rem; color: var(--muted); }
code { font: 0.8125rem / 1.5 var(--mono); }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; inset-inline-start: 0.5rem; top: -5rem; z-index: 2; background: var(--panel); padding: 0.75rem 1rem; border-radius: 0.5rem; }
.skip:focus { top: 0.5rem; }
header { display: flex; align-items: center; gap: 0.5rem; padding: 0.5rem clamp(1rem, 3vw, 2rem); background: var(--panel); border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; margin-inline-end: auto; }
.brand a { color: inherit; text-decoration: none; display: inline-flex; align-items: center; min-height: 44px; }
.language, .account summary { display: inline-flex; align-items: center; min-height: 44px; padding-inline: 0.75rem; border-radius: 0.5rem; color: var(--text); text-decoration: none; cursor: pointer; }
.language { white-space: nowrap; }
.language:hover, .account summary:hover { background: var(--accent-wash); }
.account { position: relative; }
.account summary { max-width: 12rem; list-style: none; font-weight: 600; }
.account summary::after { content: "▾"; margin-inline-start: 0.375rem; color: var(--muted); }
.account summary::-webkit-details-marker { display: none; }
.account > div { position: absolute; inset-inline-end: 0; top: 100%; z-index: 3; width: max-content; max-width: 80vw; padding: 1rem; display: grid; gap: 0.5rem; background: var(--panel); border: 1px solid var(--line); border-radius: 0.75rem; box-shadow: 0 8px 28px light-dark(#1d1c2626, #00000080); }
.account button { width: 100%; }
.tabs { background: var(--panel); border-bottom: 1px solid var(--line); overflow-x: auto; }
.tabs ul { display: flex; list-style: none; padding-inline: clamp(0.5rem, 2.5vw, 1.5rem); }
.tabs a { display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; justify-content: center; padding-inline: 0.75rem; white-space: nowrap; color: var(--muted); text-decoration: none; border-bottom: 3px solid transparent; }
.tabs a:hover { color: var(--text); }
.tabs a[aria-current] { color: var(--accent); border-bottom-color: var(--accent); font-weight: 600; }
.tabs a[aria-current] { scroll-initial-target: nearest; }
.tabs a:focus-visible { outline-offset: -3px; }
main { max-width: 75rem; margin-inline: auto; padding: 1.25rem clamp(1rem, 3vw, 2rem) 3rem; display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
main:focus { outline: none; }
.heading { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1rem clamp(0.875rem, 2vw, 1.25rem); display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); align-content: start; }
.columns { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); }
.lead, .utc, figcaption { color: var(--muted); font-size: 0.875rem; max-width: 44rem; }
.empty { color: var(--muted); padding-block: 0.5rem; }
.problem, .failure { border-color: var(--danger); }
.problem { color: var(--danger); background: var(--danger-wash); padding: 0.625rem 0.875rem; border-radius: 0.5rem; }
.done { color: var(--ok); background: var(--ok-wash); padding: 0.625rem 0.875rem; border-radius: 0.5rem; }
.figures { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); }
.figure { background: var(--sunken); border-radius: 0.5rem; padding: 0.625rem 0.75rem; display: grid; align-content: start; }
.figure dt { color: var(--muted); font-size: 0.8125rem; }
.figure dd { font-size: 1.375rem; font-weight: 650; line-height: 1.3; font-variant-numeric: tabular-nums; }
.figure small { display: block; font-weight: 400; }
.facts { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.25rem 1rem; }
.facts dt { color: var(--muted); }
.facts dd { font-variant-numeric: tabular-nums; }
.parts { list-style: none; display: grid; gap: 0.5rem; }
.plain { padding-inline-start: 1.25rem; }
.state { display: inline-block; padding: 0.0625rem 0.5rem; border-radius: 1rem; font-size: 0.8125rem; font-weight: 600; }
.state.ok { color: var(--ok); background: var(--ok-wash); }
.state.slow { color: var(--warn); background: var(--warn-wash); }
.state.down { color: var(--danger); background: var(--danger-wash); }
.state.note { color: var(--accent); background: var(--accent-wash); }
.chart { width: 100%; height: auto; display: block; max-height: 17.5rem; }
.chart .grid { stroke: var(--line); stroke-width: 1; }
.chart .axis { stroke: var(--edge); stroke-width: 1; }
.chart .tick { fill: var(--muted); font: 11px var(--font); }
.chart .hit { fill: transparent; }
.bar { fill: var(--bar); }
.bar.part { fill: var(--bar-part); }
.chart g:hover .bar:not(.part) { fill: var(--accent); }
.share { width: 5rem; height: 0.5rem; border-radius: 0.25rem; }
.budget .share { width: 100%; }
.share .track { fill: var(--line); }
.span { width: 16rem; height: 0.75rem; border-radius: 0.25rem; display: block; }
.span .track { fill: var(--sunken); }
.bar.waiting { fill: var(--edge); }
.live { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column-reverse; font-size: 0.875rem; }
.live.still { flex-direction: column; }
.live li { display: grid; grid-template-columns: max-content max-content 5rem minmax(0, 1fr) max-content; gap: 0.125rem 0.75rem; align-items: baseline; padding-block: 0.375rem; border-top: 1px solid var(--line); }
.live .log-fields { grid-column: 4; max-width: none; min-width: 0; }
.live a:not(.button) { grid-column: 5; grid-row: 1 / span 2; align-self: center; display: inline-flex; align-items: center; min-height: 44px; font: 0.8125rem / 1.5 var(--mono); }
.live code { overflow-wrap: anywhere; }
.share-cell { display: inline-flex; align-items: center; gap: 0.5rem; white-space: nowrap; }
.budget { display: grid; gap: 0.25rem; }
.budget p span { float: inline-end; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 0.5rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
th, td { text-align: start; padding: 0.5rem 0.75rem; vertical-align: middle; overflow-wrap: normal; }
td a, tbody th a { display: inline-block; padding-block: 0.75rem; margin-block: -0.75rem; min-width: 44px; white-space: nowrap; }
thead th { color: var(--muted); font-weight: 600; background: var(--sunken); white-space: nowrap; }
tbody th { font-weight: 600; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.log-fields { font: 0.75rem / 1.5 var(--mono); color: var(--muted); display: block; min-width: 16rem; max-width: 36rem; overflow-wrap: anywhere; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.switches { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; }
.switcher { display: inline-flex; flex-wrap: wrap; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--panel); overflow: hidden; width: fit-content; }
.switcher a { display: inline-flex; align-items: center; min-height: 44px; min-width: 44px; justify-content: center; padding-inline: 0.75rem; color: var(--text); text-decoration: none; }
.switcher a:hover { background: var(--sunken); }
.switcher a[aria-current] { background: var(--accent-wash); color: var(--accent); font-weight: 600; }
.switcher a:focus-visible { outline-offset: -3px; }
.stack { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; }
button, .button { display: inline-flex; align-items: center; justify-content: center; min-height: 44px; min-width: 44px; padding: 0.375rem 0.875rem; border: 1px solid var(--edge); border-radius: 0.5rem; background: var(--panel); color: var(--text); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
button:hover, .button:hover { background: var(--accent-wash); }
.button.quiet { border-color: transparent; color: var(--accent); }
.primary { background: var(--accent-fill); border-color: var(--accent-fill); color: #fff; }
.primary:hover { background: #4b38bd; }
.danger { background: var(--danger-fill); border-color: var(--danger-fill); color: #fff; }
.danger:hover { background: #96261f; }
.inline { display: inline-flex; flex-wrap: wrap; gap: 0.5rem; }
.fields { display: grid; gap: 0.75rem 1rem; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); align-items: start; }
.fields .actions { grid-column: 1 / -1; }
.field { display: grid; gap: 0.25rem; align-content: start; }
.field > span { font-weight: 600; font-size: 0.875rem; }
input, select, textarea { width: 100%; min-height: 44px; padding: 0.5rem 0.75rem; border: 1px solid var(--edge); border-radius: 0.5rem; background: var(--panel); color: var(--text); font: inherit; }
textarea { font: 0.8125rem / 1.5 var(--mono); min-height: 12rem; resize: vertical; }
.cards { list-style: none; display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); }
.card { background: var(--sunken); border-radius: 0.5rem; padding: 0.875rem; display: grid; gap: 0.5rem; align-content: start; }
.card h3 { margin: 0; }
.disclosures { display: grid; }
summary { cursor: pointer; min-height: 44px; display: flex; align-items: center; gap: 0.5rem; color: var(--accent); }
summary::before { content: "▸"; }
details[open] > summary::before { content: "▾"; }
.account summary::before { content: none; }
summary h2 { color: var(--accent); }
details > form, details > p { margin-block-end: 0.5rem; }
.secret code { display: block; padding: 0.875rem; background: var(--sunken); border: 1px solid var(--line); border-radius: 0.5rem; user-select: all; overflow-wrap: anywhere; }
.sign-in main { max-width: 30rem; padding-block-start: 8vh; }
.sign-in form { display: grid; gap: 1rem; }
@media (max-width: 40rem) {
  .facts { grid-template-columns: minmax(5rem, max-content) 1fr; }
  .figure dd { font-size: 1.125rem; }
  .filter { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .chart .tick { font-size: 24px; }
  .scroll { border: 0; }
  table, tbody, tr, tbody th, td { display: block; width: 100%; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border: 1px solid var(--line); border-radius: 0.5rem; padding-block: 0.375rem; }
  tbody tr + tr { margin-block-start: 0.5rem; }
  tbody tr + tr > * { border-top: 0; }
  tbody th { text-align: start; }
  td { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0.75rem; padding-block: 0.25rem; text-align: start; overflow-wrap: anywhere; }
  td.number { text-align: start; white-space: normal; }
  td a, tbody th a { white-space: normal; }
  td > small { grid-column: 2; }
  td > .state { justify-self: start; }
  td::before { content: attr(data-label); color: var(--muted); }
  .log-fields { min-width: 0; }
  .span { width: 100%; }
  .live li { grid-template-columns: max-content max-content minmax(0, 1fr) max-content; }
  .live a:not(.button) { grid-column: 4; grid-row: 1; margin-block: -0.625rem; }
  .live code, .live .log-fields { grid-column: 1 / -1; }
}
@media (prefers-reduced-motion: no-preference) {
  button, .button, .tabs a, .switcher a { transition: background 120ms, color 120ms; }
}
`;
