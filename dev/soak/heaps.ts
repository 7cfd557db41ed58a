/**
 * The Workers' JavaScript heaps through workerd's inspector, each after a full collection: what is left is in use, or leaked.
 *
 * The collection is forced because V8 sees only the JavaScript side of a request. What workerd keeps behind it is larger,
 * and is freed only with it. That holds for Miniflare's isolates too: one stands behind each Worker and passes every
 * outgoing request on, with so little JavaScript that V8 leaves the garbage of thousands of requests lying there.
 */
import { BASE_WORKERS, type BaseWorkerName } from '../stack/build.ts';
import { type Isolate, listIsolates, openSession } from './inspector.ts';

/** Megabytes in use: objects, what the runtime keeps for them, and their buffers. */
export type Heaps = Record<BaseWorkerName, number>;

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize?: number;
  backingStorageSize?: number;
}

/** Collects in every isolate, and tells of the Workers' own. */
export async function collectHeaps(inspectorUrl: string): Promise<Heaps> {
  const heaps = new Map<string, number>();
  for (const isolate of await listIsolates(inspectorUrl)) heaps.set(isolate.id, await collectHeap(isolate));
  const heapOf = (worker: BaseWorkerName): number => {
    const heap = heaps.get(`core:user:libra-${worker}`);
    if (heap === undefined) throw new Error(`workerd's inspector knows no ${worker} Worker`);
    return heap;
  };
  return Object.fromEntries(BASE_WORKERS.map((worker) => [worker, heapOf(worker)])) as Heaps;
}

async function collectHeap(isolate: Isolate): Promise<number> {
  const session = await openSession(isolate);
  try {
    const contextId = await session.contextId();
    // Twice: what the first finalises, the second frees.
    for (let pass = 0; pass < 2; pass += 1) {
      await session.call('Runtime.evaluate', { expression: 'gc()', contextId });
    }
    const usage = (await session.call('Runtime.getHeapUsage')) as HeapUsage;
    const bytes = usage.usedSize + (usage.embedderHeapUsedSize ?? 0) + (usage.backingStorageSize ?? 0);
    return bytes / 1_048_576;
  } finally {
    session.close();
  }
}
