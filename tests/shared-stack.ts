/**
 * One stack for all files of a test process that want the same one, since to start one takes longer than many a file. Only for
 * tests whose people and keys are their own, or who leave nothing behind that others would read: what is stored in PostgreSQL, and
 * what the Workers remember, stays. Faults, records, circuits and Redis are as new for each file.
 */
import { afterAll, beforeAll, expect, inject, vi } from 'vitest';
import type { StackOptions } from '../dev/stack/stack.ts';
import { CIRCUITS_PATH, type CircuitsResponse } from '../shared/contract/circuits.ts';
import { redis } from './redis.ts';
import { sendToLlm, signForLlm } from './signed-calls.ts';
import { startTestStack, type TestStack } from './use-stack.ts';

declare global {
  // A file's modules may be loaded anew in the same process.
  var libraSharedStacks: Map<string, Promise<TestStack>> | undefined;
}

/** What is said when a test process ends; Vitest waits for it. */
interface TestProcess {
  onCleanup(work: () => Promise<unknown>): void;
}

/** As `useStack`, on a stack that may have served other files before. */
export function useSharedStack(vars: NonNullable<StackOptions['vars']> = {}): { readonly stack: TestStack } {
  let stack: TestStack | undefined;
  beforeAll(async () => {
    stack = await obtain(vars);
  });
  afterAll(async () => {
    if (stack !== undefined) await cleanUp(stack);
  });
  return {
    get stack() {
      if (stack === undefined) throw new Error('the stack is not started yet');
      return stack;
    },
  };
}

function obtain(vars: NonNullable<StackOptions['vars']>): Promise<TestStack> {
  globalThis.libraSharedStacks ??= new Map();
  const key = JSON.stringify(vars);
  let stack = globalThis.libraSharedStacks.get(key);
  if (stack === undefined) {
    stack = startTestStack({ bundles: inject('bundles'), vars });
    globalThis.libraSharedStacks.set(key, stack);
    const running = stack;
    testProcess().onCleanup(() =>
      running.then(
        ({ close }) => close(),
        () => undefined,
      ),
    );
  }
  return stack;
}

function testProcess(): TestProcess {
  const { __vitest_worker__: found } = globalThis as { __vitest_worker__?: TestProcess };
  if (found === undefined) throw new Error('this is no process of Vitest’s');
  return found;
}

async function cleanUp(stack: TestStack): Promise<void> {
  const { openai, upstash, neon } = stack.standIns;
  openai?.setFaults({});
  upstash?.setFaults({});
  neon?.setFaults({});
  await stack.setDiscordFaults({});
  // A client that has gone is told to workerd only by what it writes: its request may go on for the next file.
  const open = () => openai?.requests().filter(({ outcome }) => outcome === 'open') ?? [];
  await vi.waitFor(() => expect(open()).toEqual([]), { timeout: 60_000 });
  await closeCircuits(stack);
  await redis(stack, 'FLUSHALL');
  openai?.forgetRequests();
  stack.logs.length = 0;
  stack.strayLines.length = 0;
}

/** An isolate looks at an open circuit again after a second at the latest. */
const SNAPSHOT_MS = 1_100;

async function closeCircuits(stack: TestStack): Promise<void> {
  const ask = async (body: object) =>
    JSON.parse(
      (await sendToLlm(stack, await signForLlm(stack, CIRCUITS_PATH, { body: JSON.stringify(body) }))).text,
    ) as CircuitsResponse;
  const open = (await ask({})).circuits.filter(({ state }) => state !== 'closed');
  for (const { target } of open) {
    // Given back by an operator, a circuit is closed; from its own judgement it has to be taken first.
    await ask({ target, force: 'closed' });
    await ask({ target, force: 'auto' });
  }
  if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, SNAPSHOT_MS));
}
