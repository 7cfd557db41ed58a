/** What a comparison hands back. Everything is data: printing, plotting and writing are the runner's. */
import type { Plot } from './plot.ts';

export interface Table {
  title: string;
  columns: string[];
  rows: string[][];
}

export interface Goal {
  what: string;
  met: boolean;
  /** What was seen, and for a missed goal why. */
  seen: string;
}

export interface Report {
  tables: Table[];
  plots: { file: string; plot: Plot }[];
  goals: Goal[];
  /** How it was measured and what the figures say, a sentence each. */
  notes: string[];
  /** Whatever was measured, unrounded, for `--json` and for the file under results/. */
  raw: unknown;
}

/** `short`: seconds, to see that it works; `full`: minutes, for figures to believe. */
export type Form = 'short' | 'full';

export interface Bench {
  name: string;
  title: string;
  run(context: BenchContext): Promise<Report>;
}

export interface BenchContext {
  form: Form;
  /** A real provider is asked, as `.dev.vars` names it, where a bench can do that. */
  isReal: boolean;
  /** Of a ledger; undefined: as many as the form has. */
  rows?: number | undefined;
  /** Tells the waiting person what is going on; goes to stderr. */
  say(line: string): void;
}
