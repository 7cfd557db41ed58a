import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WORKERS } from '../stack/build.ts';
import { type RunningWorkers, startWorkers } from '../stack/workers.ts';
import { collectHeaps } from './heaps.ts';

/** Makes some megabytes a request, and keeps them if told so. The classes are those that wrangler.toml names. */
const SCRIPT = `
import { DurableObject } from 'cloudflare:workers';
export class ReplyDelivery extends DurableObject {}
export class CircuitBreaker extends DurableObject {}
export class ReplayGuard extends DurableObject {}
const kept = [];
export default {
  fetch(request) {
    const made = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    if (request.url.endsWith('/keep')) kept.push(made);
    return new Response(String(made.length));
  },
};`;
const REQUESTS = 5;

let folder: string;
let workers: RunningWorkers;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'libra-heaps-'));
  const bundles = WORKERS.map((worker) => {
    const scriptPath = join(folder, worker, 'index.js');
    mkdirSync(join(folder, worker));
    writeFileSync(scriptPath, SCRIPT);
    return { worker, scriptPath, metafilePath: '' };
  });
  workers = await startWorkers({
    bundles,
    vars: { bot: {}, bff: {}, llm: {} },
    ports: { bot: 0, bff: 0 },
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
