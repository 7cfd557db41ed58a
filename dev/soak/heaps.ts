/**
 * The Workers' JavaScript heaps through workerd's inspector, each after a full collection: what is left is in use, or leaked.
 *
 * The collection is forced because V8 sees only the JavaScript side of a request. What workerd keeps behind it is larger,
 * and is freed only with it.
 */
import { WORKERS, type WorkerName } from '../stack/build.ts';

/** Megabytes in use: objects, what the runtime keeps for them, and their buffers. */
export type Heaps = Record<WorkerName, number>;

interface Target {
  id: string;
  webSocketDebuggerUrl: string;
}

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize?: number;
  backingStorageSize?: number;
}

export async function collectHeaps(inspectorUrl: string): Promise<Heaps> {
  const targets = (await (await fetch(`${inspectorUrl}/json`)).json()) as Target[];
  const heaps = { bot: 0, bff: 0, llm: 0 };
  for (const worker of WORKERS) {
    const target = targets.find(({ id }) => id.endsWith(`libra-${worker}`));
    if (target === undefined) throw new Error(`workerd's inspector knows no ${worker} Worker`);
    heaps[worker] = await collectHeap(target.webSocketDebuggerUrl);
  }
  return heaps;
}

async function collectHeap(url: string): Promise<number> {
  const session = await openSession(url);
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

interface Session {
  call(method: string, params?: object): Promise<unknown>;
  /** Where expressions are evaluated. */
  contextId(): Promise<number>;
  close(): void;
}

interface Message {
  id?: number;
  method?: string;
  params?: { context?: { id: number } };
  result?: { exceptionDetails?: { text: string } };
  error?: { message: string };
}

/** The few words of the Chrome DevTools Protocol that are needed here. */
async function openSession(url: string): Promise<Session> {
  const socket = new WebSocket(url);
  const answers = new Map<number, PromiseWithResolvers<unknown>>();
  const context = Promise.withResolvers<number>();
  const opened = Promise.withResolvers<void>();
  let lastId = 0;

  function fail(why: string): void {
    const error = new Error(`workerd's inspector: ${why}`);
    opened.reject(error);
    context.reject(error);
    for (const answer of answers.values()) answer.reject(error);
    answers.clear();
  }
  // Rejected only together with a call that is waited for.
  context.promise.catch(() => undefined);
  socket.addEventListener('open', () => opened.resolve());
  socket.addEventListener('error', () => fail('the connection broke'));
  socket.addEventListener('close', () => fail('the connection was closed'));
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, result, error } = JSON.parse(String(data)) as Message;
    if (method === 'Runtime.executionContextCreated' && params?.context !== undefined) {
      context.resolve(params.context.id);
    }
    if (id === undefined) return;
    const problem = error?.message ?? result?.exceptionDetails?.text;
    if (problem === undefined) answers.get(id)?.resolve(result);
    else answers.get(id)?.reject(new Error(`workerd's inspector: ${problem}`));
    answers.delete(id);
  });

  function call(method: string, params: object = {}): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>();
    lastId += 1;
    answers.set(lastId, answer);
    socket.send(JSON.stringify({ id: lastId, method, params }));
    return answer.promise;
  }

  await opened.promise;
  return {
    call,
    async contextId() {
      await call('Runtime.enable');
      return context.promise;
    },
    close: () => socket.close(),
  };
}
