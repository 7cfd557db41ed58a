/**
 * A thread for engines that block: started by its first task, ended when it has had none for a while, so that the memory of
 * a model (half a gigabyte) is given back.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EngineTasks, TaskName, TaskReply } from './engine-tasks.ts';

export interface EngineThread {
  /** Rejects when the engine fails or the thread ends. */
  run<Name extends TaskName>(
    name: Name,
    input: EngineTasks[Name]['input'],
  ): Promise<EngineTasks[Name]['result']>;
  close(): Promise<void>;
}

const IDLE_MS = 300_000;

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export function createEngineThread(): EngineThread {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    // Without the parent's flags: a test runner's loaders have no place in there.
    const started = new Worker(fileURLToPath(new URL('./engine-worker.ts', import.meta.url).href), {
      execArgv: [],
    });
    started.on('message', settle);
    started.on('error', (error) =>
      abandon(started, error instanceof Error ? error : new Error(String(error))),
    );
    started.on('exit', () => abandon(started, new Error('the engine thread ended')));
    started.unref();
    return started;
  }

  function settle(reply: TaskReply): void {
    const task = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) task?.resolve(reply.result);
    else task?.reject(new Error(reply.message));
    if (waiting.size > 0) return;
    // Nothing is awaited: neither the thread nor the timer keeps the process alive.
    worker?.unref();
    idle = setTimeout(() => void close(), IDLE_MS).unref();
  }

  function abandon(ended: Worker, error: Error): void {
    if (worker !== ended) return;
    worker = undefined;
    for (const task of waiting.values()) task.reject(error);
    waiting.clear();
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    await worker?.terminate();
  }

  return {
    run<Name extends TaskName>(name: Name, input: EngineTasks[Name]['input']) {
      clearTimeout(idle);
      worker ??= start();
      worker.ref();
      lastId += 1;
      const id = lastId;
      worker.postMessage({ id, name, input });
      return new Promise<EngineTasks[Name]['result']>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      });
    },
    close,
  };
}
