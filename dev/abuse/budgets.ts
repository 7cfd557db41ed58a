/** S11: everybody at once on what is left of the budget of all, and exports without end. */
import { utcDay } from '../../shared/contract/cost-limits.ts';
import { PRIVACY_EXPORT_PATH } from '../../shared/contract/privacy.ts';
import { budgetKey } from '../../workers/bff/store/redis-keys.ts';
import { judgeExports, judgeOverspend, type Verdict } from './judge.ts';
import { chargedTokens, newCaller, send, signAsBot, signQuestion, type Target } from './target.ts';

const CALLS = 100;
const PROMPT = 'Count from 1 to 60';
/** The second has room for one call by its bound, and for nine by the estimate of version 0.1.0. */
const ROOMS = [1, 10_000] as const;

export interface AttackedBudget {
  tokensPerDay: number;
  maxAnswerTokens: number;
}

export async function attackBudgets(target: Target, budget: AttackedBudget): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const room of ROOMS) verdicts.push(await spendAtOnce(target, budget, room));
  verdicts.push(await exportInALoop(target));
  return verdicts;
}

async function spendAtOnce(target: Target, budget: AttackedBudget, room: number): Promise<Verdict> {
  const { openai } = target.stack.standIns;
  const spent = budgetKey(utcDay(Date.now()), 'all', '');
  await redis(target, 'DEL', spent);
  await redis(target, 'HSET', spent, 'tokens', String(budget.tokensPerDay - room));
  openai?.forgetRequests();
  const callers = Array.from({ length: CALLS }, newCaller);
  const calls = await Promise.all(callers.map((caller) => signQuestion(target, caller, PROMPT, false)));
  await Promise.all(calls.map((call) => send(call).then((response) => response.arrayBuffer())));
  const charged = await chargedTokens(
    target,
    callers.map((caller) => caller.user_id),
  );
  const made = openai?.requests().length ?? 0;
  await redis(target, 'DEL', spent);
  return judgeOverspend({
    calls: CALLS,
    prompt: PROMPT,
    room,
    answerTokens: budget.maxAnswerTokens,
    made,
    charged,
  });
}

async function exportInALoop(target: Target): Promise<Verdict> {
  const { neon } = target.stack.standIns;
  const caller = newCaller();
  const queriesBefore = neon?.requests() ?? 0;
  let asked = 0;
  let given = 0;
  for (const endsAtMs = Date.now() + (target.seconds / 4) * 1_000; Date.now() < endsAtMs; asked++) {
    const response = await send(await signAsBot(target, PRIVACY_EXPORT_PATH, { libra: { caller } }));
    await response.arrayBuffer();
    if (response.ok) given++;
  }
  return judgeExports({ asked, given, queries: (neon?.requests() ?? 0) - queriesBefore });
}

async function redis({ stack }: Target, ...command: string[]): Promise<void> {
  const response = await fetch(stack.urls.upstash, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.keys.upstashToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  if (!response.ok) throw new Error(`Redis answers ${response.status}`);
}
