import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BASE_WORKERS, readWorkerConfig } from '../stack/build.ts';
import { type RunningWorkers, startWorkers } from '../stack/workers.ts';
import { collectHeaps } from './heaps.ts';
import { listIsolates, openSession } from './inspector.ts';

/**
 * Makes some megabytes a request, and keeps them if told so; or asks somebody outside, a hundred times. The classes are
 * those that wrangler.toml names.
 */
const SCRIPT = `
import { DurableObject } from 'cloudflare:workers';
export class ReplyDelivery extends DurableObject {}
export class CircuitBreaker extends DurableObject {}
export class ReplayGuard extends DurableObject {}
const kept = [];
export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/ask') {
      for (let count = 0; count < 100; count += 1) await (await fetch(searchParams.get('url'))).text();
      return new Response('asked');
    }
    const made = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    if (pathname === '/keep') kept.push(made);
    return new Response(String(made.length));
  },
};`;
const REQUESTS = 5;

let folder: string;
let workers: RunningWorkers;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'libra-heaps-'));
  const bundles = await Promise.all(
    BASE_WORKERS.map(async (worker) => {
      const scriptPath = join(folder, worker, 'index.js');
      mkdirSync(join(folder, worker));
      writeFileSync(scriptPath, SCRIPT);
      return { worker, scriptPath, metafilePath: '', config: await readWorkerConfig(worker) };
    }),
  );
  workers = await startWorkers({
    bundles,
    vars: { bot: {}, bff: {}, llm: {}, mcp: {}, documents: {}, voice: {}, logs: {}, console: {} },
    ports: { bot: 0, bff: 0, voice: 0, console: 0 },
    inspect: true,
    onLog: () => {},
  });
});
afterAll(async () => {
  await workers?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function requestAll(path: string): Promise<void> {
  for (let request = 0; request < REQUESTS; request += 1) {
    await (await fetch(`${workers.bffUrl}${path}`)).text();
  }
}

it('counts what a Worker keeps, in that Worker alone, and not what it has let go', async () => {
  await requestAll('/drop');
  const before = await collectHeaps(workers.inspectorUrl ?? '');
  await requestAll('/drop');
  const dropped = await collectHeaps(workers.inspectorUrl ?? '');
  await requestAll('/keep');
  const kept = await collectHeaps(workers.inspectorUrl ?? '');
  expect(Math.abs(dropped.bff - before.bff)).toBeLessThan(1);
  expect(kept.bff - dropped.bff).toBeGreaterThan(REQUESTS);
  expect(Math.abs(kept.bot - before.bot)).toBeLessThan(1);
  expect(Math.abs(kept.llm - before.llm)).toBeLessThan(1);
});

it('leaves no garbage in the isolate that passes a Worker’s own requests on', async () => {
  const outside = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(outside, 'listening');
  try {
    const { port } = outside.address() as AddressInfo;
    await collectHeaps(workers.inspectorUrl ?? '');
    const idle = await outboundBytes();
    await requestAll(`/ask?url=http://127.0.0.1:${port}`);
    const busy = await outboundBytes();
    await collectHeaps(workers.inspectorUrl ?? '');
    const collected = await outboundBytes();
    expect(busy - idle).toBeGreaterThan(5 * Math.abs(collected - idle));
  } finally {
    outside.close();
  }
});

/** Of the bff Worker's: the second in wrangler.toml's order. */
async function outboundBytes(): Promise<number> {
  const isolate = (await listIsolates(workers.inspectorUrl ?? '')).find(({ id }) => id === 'outbound:1');
  if (isolate === undefined) throw new Error('Miniflare has no such isolate any more');
  const session = await openSession(isolate);
  try {
    return ((await session.call('Runtime.getHeapUsage')) as { usedSize: number }).usedSize;
  } finally {
    session.close();
  }
}
