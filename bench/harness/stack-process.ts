/**
 * The whole local stack in a process of its own, so that its stand-ins and the bench's client do not share an event loop.
 * Told what to start by its first message; answers with `StackFacts`; ends with its parent.
 */

import { parseDevVars } from '../../dev/stack/settings.ts';
import { startStack } from '../../dev/stack/stack.ts';
import { findDescendant } from './process-cost.ts';
import type { StackFacts, StackOrder } from './remote-stack.ts';

process.once('message', async (order: StackOrder) => {
  const lines = Object.entries(order.variables).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const stack = await startStack({
    settings: parseDevVars(lines.join('\n')),
    pace: order.pace,
    vars: { bff: order.bffVars },
  });
  const facts: StackFacts = {
    botUrl: stack.urls.bot,
    bffUrl: stack.urls.bff,
    upstashUrl: stack.urls.upstash,
    database: stack.database,
    keys: stack.keys,
    workerdPid: findDescendant(process.pid, 'workerd') ?? 0,
    redis: stack.reports.find(({ part }) => part === 'Upstash Redis')?.what ?? '',
    postgres: stack.reports.find(({ part }) => part === 'Neon Postgres')?.what ?? '',
  };
  process.send?.(facts);
  process.on('message', async (message: unknown) => {
    if (message === 'provider-requests') {
      process.send?.({ count: stack.standIns.openai?.requests().length ?? 0 });
      stack.standIns.openai?.forgetRequests();
    }
  });
  process.once('disconnect', async () => {
    await stack.close();
    process.exit(0);
  });
});
