/** An engine thread: takes tasks one after the other, answers each by its id. The entry of a `node:worker_threads` Worker. */
import { parentPort } from 'node:worker_threads';
import { decode } from './decode-audio.ts';
import type { TaskReply, TaskRequest } from './engine-tasks.ts';
import { synthesise } from './espeak-wasm.ts';
import { transcribe } from './moonshine.ts';

let before: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (request: TaskRequest) => {
  before = before.then(() => answer(request));
});

async function answer(request: TaskRequest): Promise<void> {
  const { id } = request;
  const reply: TaskReply = await run(request).then(
    (result) => ({ id, ok: true, result }),
    (error: unknown) => ({ id, ok: false, message: error instanceof Error ? error.message : String(error) }),
  );
  parentPort?.postMessage(reply);
}

function run(request: TaskRequest): Promise<unknown> {
  switch (request.name) {
    case 'decode':
      return decode(request.input);
    case 'transcribe':
      return transcribe(request.input);
    case 'synthesise':
      return synthesise(request.input);
  }
}
