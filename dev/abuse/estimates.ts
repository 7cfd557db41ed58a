/** S1: prompts that an estimate takes for short, broken off again and again before the provider has counted. */
import { setTimeout as sleep } from 'node:timers/promises';
import { countPromptTokens } from '../openai/tokens.ts';
import type { Random } from '../soak/random.ts';
import { judgeCharge, type Verdict } from './judge.ts';
import { chargedTokens, newCaller, send, signQuestion, type Target } from './target.ts';

const PROMPT_CHARS = 4_000;

export async function attackEstimates(target: Target, random: Random): Promise<Verdict[]> {
  const letters = (from: number, count: number) =>
    Array.from({ length: PROMPT_CHARS }, () => String.fromCharCode(from + random.integer(0, count - 1))).join(
      '',
    );
  // The letter at the end keeps white space from being no prompt.
  const prompts: [what: string, prompt: string][] = [
    ['vertical tabs', `${'\v'.repeat(PROMPT_CHARS - 1)}x`],
    ['tab and space', `${'\t '.repeat(PROMPT_CHARS / 2 - 1)}x`],
    ['Cherokee letters', letters(0x13a0, 80)],
    ['random lower-case letters', letters(97, 26)],
  ];
  const verdicts: Verdict[] = [];
  for (const [what, prompt] of prompts) {
    verdicts.push(await breakOff(target, what, prompt, target.seconds / prompts.length));
  }
  return verdicts;
}

async function breakOff(target: Target, what: string, prompt: string, seconds: number): Promise<Verdict> {
  const { openai } = target.stack.standIns;
  openai?.forgetRequests();
  const userIds: string[] = [];
  for (const endsAtMs = Date.now() + seconds * 1_000; Date.now() < endsAtMs; ) {
    const caller = newCaller();
    userIds.push(caller.user_id);
    await askAndLeave(target, caller, prompt, userIds.length % 2 === 0);
  }
  const charged = await chargedTokens(target, userIds);
  const requests = openai?.requests().filter(({ path }) => path.endsWith('/chat/completions')) ?? [];
  const counted = requests.reduce((sum, { body, tokensSent }) => sum + countRequest(body) + tokensSent, 0);
  return judgeCharge(what, { calls: userIds.length, prompt, charged, counted });
}

/** Leaves at the first bytes, or a moment after asking. */
async function askAndLeave(
  target: Target,
  caller: ReturnType<typeof newCaller>,
  prompt: string,
  isEarly: boolean,
): Promise<void> {
  const leaving = new AbortController();
  const call = await signQuestion(target, caller, prompt, true);
  const answering = send(call, leaving.signal).then((response) => response.body?.getReader().read());
  await (isEarly ? sleep(60) : answering.catch(() => undefined));
  leaving.abort();
  await answering.catch(() => undefined);
}

function countRequest(body: unknown): number {
  const { messages = [] } = body as { messages?: { role: string; content: string }[] };
  return countPromptTokens(messages.map(({ role, content }) => ({ role, text: content })));
}
