/** What decides an answer, loaded at the same time: settings, history, what is looked up, and the guard's verdict. */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { History, OpenedTurn } from '../conversation/open-turn.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';
import type { Found, Retrieved } from '../knowledge/look-up.ts';
import type { GuardSession } from '../limits/cost-guard.ts';
import { type Allowance, failureOfRefusal, type Verdict } from '../limits/verdict.ts';
import { type RecalledFact, recallFacts } from '../memory/recall.ts';
import type { SettledSettings } from '../personas/settle.ts';
import { NO_SETTINGS, type ReadScopes } from '../settings/scopes.ts';
import type { Requester } from './closing.ts';

export interface PrepareDeps {
  guard: Pick<GuardSession, 'admit' | 'again'>;
  /** True when this isolate has seen the request's signature before. Absent for clients, who sign nothing. */
  isReplay?: () => boolean;
  /** Undefined when they have to be read; then the history's query brings them. */
  findSettings: () => SettledSettings | undefined;
  /** What they come to for this question. */
  keepSettings: (read: ReadScopes) => SettledSettings;
  /** Null for clients, and when the database does not answer in time. Never rejects. */
  openTurn: (options: { withSettings: boolean }) => Promise<OpenedTurn | null>;
  /** What documents and personal memory say to the question; null: there is neither. Absent for clients. Never rejects. */
  lookUp?: (settings: SettledSettings) => Promise<Found> | null;
  clock: Clock;
}

export interface Past {
  settings: SettledSettings;
  /** Absent: there are no documents for this question. */
  retrieved?: Retrieved;
  /** Null when nothing is known. */
  history: History | null;
  /** Of personal memory, what goes along; null where the person has not agreed to it. */
  facts: readonly RecalledFact[] | null;
}

export type Prepared = { past: Past } & (
  | { kind: 'admitted'; allowance: Allowance | null; windowTokens: number }
  | { kind: 'answered'; by: 'replay' | 'cache'; answer: StoredAnswer; allowance: Allowance }
  | { kind: 'refused'; failure: Failure; allowance: Allowance | null }
);

export async function prepare(
  deps: PrepareDeps,
  requester: Requester,
  signal: AbortSignal,
): Promise<Prepared> {
  const known = deps.findSettings();
  // The guard says so without asking anybody, and nobody else need be asked either.
  const openTurn = deps.isReplay?.() === true ? async () => null : deps.openTurn;
  const isReplay = openTurn !== deps.openTurn;
  // The slower of the two first: it is on its way while the other is being written.
  const [opened, first, early] = await Promise.all([
    openTurn({ withSettings: known === undefined }),
    deps.guard.admit(),
    known === undefined || isReplay ? null : deps.lookUp?.(known),
  ]);
  const read = opened?.settings ?? null;
  const settings = known ?? (read === null ? NO_SETTINGS : deps.keepSettings(read));
  // Settings that came with the history tell only now that there are documents.
  const isLate = known === undefined && first.kind === 'admitted';
  const found = early ?? (isLate ? await deps.lookUp?.(settings) : null) ?? null;
  const past = pastOf(settings, opened?.history ?? null, found);
  const mayShare = requester === 'client' || isFirstTurn(past);
  const verdict = await waitForVerdict(deps, first, mayShare, signal);
  return { past, ...conclude(verdict) };
}

function pastOf(settings: SettledSettings, history: History | null, found: Found | null): Past {
  const retrieved = found?.documents ?? null;
  const facts = history?.facts;
  return {
    settings,
    history,
    facts: facts === undefined ? null : recallFacts(facts, found?.near ?? []),
    ...(retrieved === null ? {} : { retrieved }),
  };
}

/** True when neither history nor memory is known to go along: then the answer depends on the question alone. */
export function isFirstTurn({ history, facts }: Pick<Past, 'history' | 'facts'>): boolean {
  return history !== null && history.newestFirst.length === 0 && (facts ?? []).length === 0;
}

type Decided = Exclude<Verdict, { kind: 'running' }> | { kind: 'aborted' };

const FIRST_POLL_MS = 200;
const MAX_POLL_MS = 1_000;

/** Waits for an equal request that is being answered; takes its place should it fail. */
async function waitForVerdict(
  { guard, clock }: PrepareDeps,
  first: Verdict,
  mayShare: boolean,
  signal: AbortSignal,
): Promise<Decided> {
  let verdict = first;
  let pollMs = FIRST_POLL_MS;
  for (;;) {
    if (isShared(verdict) && !mayShare) {
      verdict = await guard.again({ share: false });
    } else if (verdict.kind === 'running') {
      await sleep(pollMs, signal, clock);
      if (signal.aborted) return { kind: 'aborted' };
      pollMs = Math.min(pollMs * 1.5, MAX_POLL_MS);
      verdict = await guard.again({ share: mayShare });
    } else {
      return verdict;
    }
  }
}

/** True for an answer that was or is being made for the same question under another request. */
function isShared(verdict: Verdict): boolean {
  return (
    (verdict.kind === 'answered' && verdict.by === 'cache') ||
    (verdict.kind === 'running' && verdict.what === 'question')
  );
}

type WithoutPast<Whole> = Whole extends unknown ? Omit<Whole, 'past'> : never;

function conclude(verdict: Decided): WithoutPast<Prepared> {
  switch (verdict.kind) {
    case 'admitted':
    case 'answered':
      return verdict;
    case 'aborted':
      return { kind: 'refused', failure: { code: 'deadline_exceeded' }, allowance: null };
    case 'replayed':
      return { kind: 'refused', failure: { code: 'unauthorized' }, allowance: null };
    case 'refused':
      return { kind: 'refused', failure: failureOfRefusal(verdict), allowance: verdict.allowance };
  }
}
