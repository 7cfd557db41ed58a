/**
 * Runs the calls that a model makes of Libra's tools, within the bounds of one answer. Whatever comes of a call is a result
 * that the model can read: an unknown name, wrong arguments, one call too many, a tool that throws, hangs or talks nonsense.
 * No I/O of its own: tools and clock are given.
 */
import { readCall, type ToolCall } from '../../../shared/chat/messages.ts';
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import type { ToolState } from '../../../shared/contract/libra.ts';
import type { JsonRecord } from '../../../shared/json.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { createProposals } from './proposals.ts';
import { readArguments } from './read-arguments.ts';
import { frameResult } from './result-text.ts';
import { CALL_MS, type RunOutcome, runBounded } from './run-bounded.ts';
import { MAX_SUBJECT_CHARS, type ReadingTool, type Tool, type ToolContext, type ToolSource } from './tool.ts';

export const MAX_CALLS = 8;
/** For all calls of an answer together. */
export const ALL_CALLS_MS = 45_000;

export interface CallRunnerDeps {
  tools: readonly Tool[];
  context: Omit<ToolContext, 'signal'>;
  /** Aborted when the answer is stopped or its time is up. */
  signal: AbortSignal;
  clock: Clock;
  /** Milliseconds that the answer has left. */
  leftMs: () => number;
  /** A tool has run. Its arguments and its result are not to be logged. */
  onRan: (ran: RanTool) => void;
}

export interface RanTool {
  tool: string;
  outcome: RunOutcome | 'proposed';
  durationMs: number;
}

export interface CallRunner {
  /** The text of a result for each call, in the order of the calls. Never rejects. */
  run(calls: readonly ToolCall[], onState: (state: ToolState) => void): Promise<string[]>;
  /** No more calls are run: the model is to answer. */
  isOver(): boolean;
  /** What has been run so far. */
  used(): UsedTools;
  /** The ids of calls whose results are not to be remembered. */
  unkept(): ReadonlySet<string>;
}

export interface UsedTools {
  /** Each once, in the order of their first call. */
  names: readonly string[];
  sources: readonly ToolSource[];
  /** Calls of tools that write: none of them has been carried out. */
  proposed: readonly ProposedAction[];
}

type Checked =
  | { kind: 'told'; text: string }
  | { kind: 'run'; id: string; tool: ReadingTool; args: JsonRecord };

export function createCallRunner(deps: CallRunnerDeps): CallRunner {
  const { tools, clock } = deps;
  const seen = new Set<string>();
  const names = new Set<string>();
  const sources = new Map<string, ToolSource>();
  const unkept = new Set<string>();
  const proposals = createProposals();
  let made = 0;
  let isOver = false;
  let hasRead = false;
  const context = { ...deps.context, hasRead: () => hasRead || deps.context.hasRead?.() === true };
  /** What is left for calls, in milliseconds. */
  let leftMs = ALL_CALLS_MS;

  function check(call: ToolCall): Checked {
    const { name, input } = readCall(call);
    const tool = tools.find((each) => each.name === name);
    made += 1;
    if (made > MAX_CALLS) {
      isOver = true;
      return told(`Not run: an answer makes at most ${MAX_CALLS} calls. Answer with what you have.`);
    }
    if (tool === undefined) {
      return told(`There is no tool of this name. There are: ${tools.map((each) => each.name).join(', ')}.`);
    }
    const read = readArguments(tool, input);
    if (!read.ok) return told(read.why);
    const key = JSON.stringify([name, sortKeys(read.args)]);
    if (seen.has(key) && !(tool.kind === 'reads' && tool.variesByCall === true)) {
      isOver = true;
      return told('Not run: this very call was made before, and its result is above. Answer with that.');
    }
    seen.add(key);
    if (tool.kind === 'writes') {
      const proposal = proposals.add(tool, read.args, { ...context, signal: deps.signal });
      deps.onRan({ tool: name, outcome: proposal.isProposed ? 'proposed' : 'failed', durationMs: 0 });
      return told(proposal.told);
    }
    return { kind: 'run', id: call.id, tool, args: read.args };
  }

  async function runOne(
    checked: Checked,
    endsAtMs: number,
    onState: (state: ToolState) => void,
  ): Promise<string> {
    if (checked.kind === 'told') return checked.text;
    const { id, tool, args } = checked;
    const { name } = tool;
    const startedAtMs = clock.now();
    const subject = subjectOf(tool, args);
    names.add(name);
    if (tool.isKept === false) unkept.add(id);
    onState({ id, name, state: 'running', ...(subject === null ? {} : { subject }) });
    const { outcome, result } = await runBounded(deps, tool, args, Math.min(CALL_MS, endsAtMs - startedAtMs));
    onState({ id, name, state: outcome === 'ok' ? 'done' : 'failed' });
    deps.onRan({ tool: name, outcome, durationMs: clock.now() - startedAtMs });
    for (const source of result.sources ?? []) if (!sources.has(source.url)) sources.set(source.url, source);
    return frameResult(name, result);
  }

  return {
    async run(calls, onState) {
      const startedAtMs = clock.now();
      // The model has to answer afterwards: half of what the answer has left is for that.
      const roundMs = Math.min(leftMs, deps.leftMs() / 2);
      const checked = calls.map(check);
      const results = await Promise.all(checked.map((each) => runOne(each, startedAtMs + roundMs, onState)));
      // Only now does the model get to read them.
      hasRead ||= checked.some((each) => each.kind === 'run' && each.tool.readsNothing !== true);
      leftMs -= clock.now() - startedAtMs;
      if (leftMs <= 0) isOver = true;
      return results;
    },
    isOver: () => isOver,
    used: () => ({ names: [...names], sources: [...sources.values()], proposed: proposals.all() }),
    unkept: () => unkept,
  };
}

function told(text: string): Checked {
  return { kind: 'told', text };
}

function subjectOf(tool: ReadingTool, args: JsonRecord): string | null {
  const subject = tool.subject?.(args) ?? null;
  if (subject === null) return null;
  return subject.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_SUBJECT_CHARS).toWellFormed();
}

/** The same arguments in another order are the same call. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
