/** What an answer leaves behind: one settlement in Redis and one batch in the database, both off the client's path. */

import type { DocumentSources, SpeechOffer } from '../../../shared/contract/libra.ts';
import { dropInvented } from '../../../shared/knowledge/citations.ts';
import type { TurnMessage } from '../conversation/message-row.ts';
import type { History } from '../conversation/open-turn.ts';
import type { GuardSession } from '../limits/cost-guard.ts';
import { type Bill, FREE, sumOf } from './bill.ts';
import { saysSomething } from './choices.ts';
import { type Closing, createClosing, type Requester, toCollected, toStoredAnswer } from './closing.ts';
import type { Collected } from './collect.ts';
import { type Outcome, outcomeOf } from './end.ts';
import { isFirstTurn, type Past, type Prepared } from './prepare.ts';
import type { JudgeBill } from './round.ts';
import type { Rounds } from './rounds.ts';

/** What is written down of an answer. */
export interface Aftermath {
  /** How the answer ended. */
  outcome: Outcome;
  /** One a model call. */
  calls: { outcome: Outcome; bill: Bill; collected: Collected; totalMs: number }[];
  /** Null when the turn is not remembered. */
  turn: { conversationId: string; answer: TurnMessage[]; replaces: readonly string[] } | null;
  /** Of personal memory, what went along; null where the person has not agreed to it. */
  facts: readonly string[] | null;
  cached: boolean;
  totalMs: number;
  /** Of the judge of questions and answers. */
  judgeCalls: number;
}

export interface FinishDeps {
  guard: Pick<GuardSession, 'settle' | 'giveBack'>;
  /** Never rejects. */
  store: (aftermath: Aftermath) => Promise<void>;
  /**
   * There is no call: its row in the ledger goes, and with `withQuestion` the question that was recorded for it.
   * Never rejects.
   */
  withdraw: (what: { withQuestion: boolean }) => Promise<void>;
  waitUntil: (work: Promise<unknown>) => void;
}

interface FinishContext extends Pick<Past, 'history' | 'facts'> {
  requester: Requester;
  /** Null: there are none for this question. */
  documents?: DocumentSources | null;
  totalMs: number;
  speech: SpeechOffer;
}

export function finishRounds(
  deps: FinishDeps,
  context: FinishContext & { judge: JudgeBill },
  rounds: Rounds,
): Closing {
  const { requester, history, totalMs, judge, documents = null, speech } = context;
  const { collected, used: tools } = rounds;
  const outcome = outcomeOf(rounds.end);
  const bills = rounds.finished.map(({ bill }, round) => (round === 0 ? withJudge(bill, judge) : bill));
  const used = sumOf(bills);
  const turn = turnOf(history, withoutInvented(rounds.said, documents));
  const answer = {
    ...toStoredAnswer(collected, turn?.conversationId ?? null, requester),
    ...(tools.names.length === 0 ? {} : { toolsUsed: tools.names }),
    ...(tools.sources.length === 0 ? {} : { sources: tools.sources }),
    ...(tools.proposed.length === 0 ? {} : { proposed: tools.proposed }),
    ...(documents === null ? {} : { documents }),
  };
  const isSaid = requester === 'client' ? collected.choices.some(saysSomething) : collected.text !== '';
  const isWhole = outcome === 'ok' && isSaid;
  // What a tool or a document says may be another thing the next time and elsewhere; what one person decides is nobody else's.
  const isShareable =
    answer.finishReason === 'stop' &&
    tools.names.length === 0 &&
    tools.proposed.length === 0 &&
    documents === null &&
    (requester === 'client' || isFirstTurn(context));
  deps.waitUntil(
    Promise.all([
      deps.guard.settle({
        ...used,
        answer: isWhole ? answer : null,
        share: isWhole && isShareable,
        giveBack: false,
      }),
      deps.store({
        outcome,
        calls: rounds.finished.map(({ end, ...call }, round) => ({
          outcome: outcomeOf(end),
          bill: bills[round] ?? call.bill,
          collected: call.collected,
          totalMs: call.totalMs,
        })),
        turn,
        facts: factsOf(context),
        cached: false,
        totalMs,
        judgeCalls: judge.calls,
      }),
    ]),
  );
  const facts = factsOf(context) ?? [];
  const isRemembered = turn !== null;
  const about = { requester, microUsd: used.microUsd, isCached: false, isRemembered, facts, speech };
  return createClosing(answer, about);
}

/** Its tokens are no model's: they cost money where the judge has a price, and count as nothing else. */
function withJudge(bill: Bill, { microUsd }: JudgeBill): Bill {
  return { ...bill, microUsd: bill.microUsd + microUsd };
}

/** Numbers of passages that there were not are not remembered either. */
function withoutInvented(said: readonly TurnMessage[], documents: DocumentSources | null): TurnMessage[] {
  if (documents === null) return [...said];
  const { length } = documents.passages;
  return said.map((message) =>
    message.role === 'assistant' && typeof message.content === 'string'
      ? { ...message, content: dropInvented(message.content, length) }
      : message,
  );
}

/** An answer that exists already: nothing is called, and the calls that were taken are given back. */
export function finishRepeated(
  deps: FinishDeps,
  context: FinishContext,
  { by, answer }: Extract<Prepared, { kind: 'answered' }>,
): Closing {
  const { requester, history, speech } = context;
  const facts = factsOf(context) ?? [];
  const free = { requester, microUsd: 0, isCached: true, facts, speech };
  // A repeated request was remembered when it was answered; the same question asked again is a turn of its own.
  if (by === 'replay') {
    deps.waitUntil(deps.guard.giveBack());
    void abandonTurn(deps, history);
    const isRemembered = answer.conversationId !== null;
    return createClosing(answer, { ...free, isRemembered });
  }
  const turn = turnOf(history, [{ role: 'assistant', content: answer.content }]);
  const repeated = { ...answer, conversationId: turn?.conversationId ?? null };
  deps.waitUntil(
    Promise.all([
      deps.guard.settle({ tokens: 0, microUsd: 0, answer: repeated, share: false, giveBack: true }),
      deps.store({
        outcome: 'ok',
        calls: [{ outcome: 'ok', bill: FREE, collected: toCollected(repeated), totalMs: context.totalMs }],
        turn,
        facts: factsOf(context),
        cached: true,
        totalMs: context.totalMs,
        judgeCalls: 0,
      }),
    ]),
  );
  return createClosing(repeated, { ...free, isRemembered: turn !== null });
}

/** Cancelled, or out of time, before anything was asked: nothing was used. */
export function releaseUnasked(deps: FinishDeps, history: History | null): void {
  deps.waitUntil(deps.guard.settle({ tokens: 0, microUsd: 0, answer: null, share: false, giveBack: true }));
  void abandonTurn(deps, history);
}

/** There will be no answer. Resolves once what was written for one is gone; nobody need wait for that. */
export async function abandonTurn(deps: FinishDeps, history: History | null): Promise<void> {
  // Without a history nothing was written: a client's request, or the database is out.
  if (history === null) return;
  const withdrawn = deps.withdraw({ withQuestion: history.isRecorded });
  deps.waitUntil(withdrawn);
  await withdrawn;
}

/** Null when the turn may not be remembered, or there is nothing to remember. */
function turnOf(history: History | null, answer: TurnMessage[]): Aftermath['turn'] {
  const conversationId = history?.conversationId ?? null;
  if (conversationId === null || answer.length === 0) return null;
  return { conversationId, answer, replaces: history?.replaces ?? [] };
}

function factsOf({ facts }: Pick<Past, 'facts'>): readonly string[] | null {
  return facts?.map(({ id }) => id) ?? null;
}
