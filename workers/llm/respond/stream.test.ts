import { expect, it } from 'vitest';
import { parseFrame } from '../../../shared/chat/chunk.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import type { ProviderFrame } from '../attempt/attempt.ts';
import { startRequestLife } from '../attempt/request-life.ts';
import { respondWithStream, type WriteAnswer } from './stream.ts';

function frameOf(content: string, finish: string | null = null, more: object = {}): ProviderFrame {
  const data = JSON.stringify({
    id: 'x',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
    ...more,
  });
  const frame = parseFrame(data);
  if (frame.kind !== 'chunk') throw new Error('Not a chunk');
  return { data, chunk: frame.chunk, progress: true };
}

/** The texts that were written, one by one. */
async function writesOf(answer: WriteAnswer): Promise<string[]> {
  const writes: string[] = [];
  const decoder = new TextDecoder();
  const response = await respondWithStream(answer, {
    clock: platformClock,
    life: startRequestLife(platformClock, 60_000, new AbortController().signal),
    log: createLogger({ worker: 'llm', write: () => {} }),
    earlyStatusMs: 1_000,
    heartbeatMs: 60_000,
    createPipe: () => new TransformStream<Uint8Array, Uint8Array>(),
    defer: () => {},
  });
  if (response.body === null) throw new Error('No body');
  try {
    for await (const bytes of response.body) writes.push(decoder.decode(bytes));
  } catch {
    // Aborted behind its last frame.
  }
  return writes;
}

it('writes the last frames together with the end of a whole answer', async () => {
  const writes = await writesOf(async ({ emit }) => {
    await emit({ frames: [frameOf('안')], isLast: false });
    await emit({ frames: [frameOf('녕'), frameOf('', 'stop')], isLast: true });
    return null;
  });
  expect(writes).toHaveLength(2);
  expect(writes[0]).toContain('안');
  expect(writes[1]).toMatch(/녕.*"stop".*\n\n: libra-end \{.*\}\n\n$/s);
});

it('loses no frame of an answer that fails with its last ones', async () => {
  const writes = await writesOf(async ({ emit }) => {
    await emit({ frames: [frameOf('안')], isLast: false });
    await emit({ frames: [frameOf('녕')], isLast: true });
    return { cause: 'garbled' };
  });
  expect(writes.join('')).toMatch(/안.*녕.*"error"/s);
});

it('tells what was counted of an answer that fails, beside its chunks', async () => {
  const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
  const writes = await writesOf(async ({ emit }) => {
    await emit({ frames: [frameOf('안', null, { usage })], isLast: false });
    return { cause: 'interrupted' };
  });
  expect(writes.join('').match(/.*usage.*/g)).toEqual([
    `: libra-about ${JSON.stringify({ choices: [], usage })}`,
  ]);
});

it('ends with an error behind the last frames where something breaks after them', async () => {
  const writes = await writesOf(async ({ emit }) => {
    await emit({ frames: [frameOf('안')], isLast: false });
    await emit({ frames: [frameOf('녕')], isLast: true });
    throw new Error('A bug');
  });
  expect(writes.join('')).toMatch(/안.*녕.*"internal"/s);
});
