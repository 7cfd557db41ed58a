/** What the rounds of one answer need for its tools: who runs the calls, and who pays for the rounds that follow. */
import type { ChatOptions } from '../../../shared/chat/completions.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { readCall } from '../../../shared/chat/messages.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { GuardSession } from '../limits/cost-guard.ts';
import type { Charge } from '../limits/guard-store.ts';
import { failureOfRefusal } from '../limits/verdict.ts';
import { createCallRunner, type RanTool } from '../tools/call-runner.ts';
import { namesOf } from '../tools/offered.ts';
import { showsOthers } from '../tools/shows-others.ts';
import type { Tool, ToolContext } from '../tools/tool.ts';
import type { ToolSettings } from '../tools/toolset.ts';
import { sumOf } from './bill.ts';
import type { Collected } from './collect.ts';
import type { AnswerLife } from './life.ts';
import type { RoundModeration } from './round.ts';
import type { RoundTools } from './rounds.ts';

/** Libra's own tools, as one answer may use them. */
export interface OwnTools {
  /** Those that this model can call. */
  offeredFor: (model: string | undefined, settings: Pick<ToolSettings, 'toolsOff'>) => readonly Tool[];
  /** What settings say is added to it. */
  context: Omit<ToolContext, 'signal' | 'timeZone'>;
  /** A tool has run. */
  onRan: (ran: RanTool) => void;
  /** The most that a call with this prompt can use. */
  boundOf: (prompt: readonly ChatMessage[]) => Charge;
}

export interface RoundToolsDeps {
  guard: Pick<GuardSession, 'extend'>;
  /** As in the answer's own. */
  noteCall: (round: number) => Promise<void>;
  waitUntil: (work: Promise<unknown>) => void;
  clock: Clock;
}

export interface RoundToolsPlan {
  passed: ChatOptions;
  chargeOf: (prompt: readonly ChatMessage[], made: Pick<Collected, 'written' | 'thoughts'>) => Charge;
}

/** Those of one answer, once its settings are known. */
interface UsableTools extends Omit<OwnTools, 'offeredFor'>, Pick<ToolContext, 'timeZone'> {
  offered: readonly Tool[];
  /** Of the first round. */
  prompt: readonly ChatMessage[];
}

interface RoundToolsOptions {
  tools: UsableTools;
  life: Pick<AnswerLife, 'signal' | 'leftMs'>;
  moderation: Pick<RoundModeration, 'judgeProposed'> | undefined;
  /** Another round is about to be made; what the ones before it have used. */
  onPaid: (spent: Charge) => void;
}

export function createRoundTools(
  { guard, noteCall, waitUntil, clock }: RoundToolsDeps,
  { passed, chargeOf }: RoundToolsPlan,
  { tools, life, moderation, onPaid }: RoundToolsOptions,
): RoundTools {
  const { offered, prompt, context, timeZone, onRan, boundOf } = tools;
  const { signal, leftMs } = life;
  const own = namesOf(passed.tools);
  let round = 0;
  let judged = 0;
  const runner = createCallRunner({
    tools: offered,
    context: {
      ...context,
      timeZone,
      hasRead: () => context.hasRead?.() === true || showsOthers(prompt, offered),
    },
    signal,
    clock,
    leftMs,
    onRan,
  });

  /** What is proposed is shown as it is, and may be posted: it is judged as what is said. */
  async function judgeProposed(): Promise<Failure | null> {
    const proposed = runner.used().proposed.slice(judged);
    judged += proposed.length;
    if (moderation === undefined || proposed.length === 0) return null;
    return moderation.judgeProposed(proposed.map(({ args }) => JSON.stringify(args)).join('\n'));
  }

  return {
    runner,
    isForClient: (call) => own.has(readCall(call).name),
    signal,
    async admit(messages, bills) {
      const blocked = await judgeProposed();
      if (blocked !== null) return blocked;
      const spent = sumOf(bills);
      const charge = add(spent, chargeOf(messages, { written: '', thoughts: [] }));
      const refusal = await guard.extend({ ...add(spent, boundOf(messages)), charge });
      if (refusal !== null) return failureOfRefusal(refusal);
      round += 1;
      onPaid(spent);
      waitUntil(noteCall(round));
      return null;
    },
  };
}

export function add(one: Charge, other: Charge): Charge {
  return { tokens: one.tokens + other.tokens, microUsd: one.microUsd + other.microUsd };
}
