/** A provider that was down is used again by itself. How soon is printed, not asserted. */
import { afterAll, expect, it } from 'vitest';
import { textOf, useStack } from '../use-stack.ts';
import { DEFAULT_MODEL } from './models.ts';

const OPEN_SEC = 2;
const running = useStack({
  vars: {
    llm: { LLM_TIMEOUT_SEC: '2', LLM_OPEN_CIRCUIT_SEC: String(OPEN_SEC) },
    bff: { ANSWER_CACHE_SEC: '0', LLM_CALLS_PER_MIN: '100000', LLM_GUILD_CALLS_PER_MIN: '100000' },
  },
});

let report = '';
afterAll(() => console.log(`\n${report}\n`));

it('opens after an outage, lets one probe out, and is closed by its success', async () => {
  const { stack } = running;
  const { openai } = stack.standIns;
  if (openai === null) throw new Error('this test needs the stand-in');
  const ask = async () => {
    const { interactionId } = await stack.invoke(
      'chat',
      { prompt: 'Count from 1 to 5' },
      { locale: 'en-US' },
    );
    return textOf(await stack.settled(interactionId));
  };
  const logged = (event: string) =>
    stack.logs.filter((line) => line.event === event && String(line.target).endsWith(`/${DEFAULT_MODEL}`));

  openai.setFaults({ status: { status: 503 } });
  let answer = '';
  while (!answer.endsWith('-# circuit_open')) answer = await ask();
  expect(logged('circuit.opened').length).toBeGreaterThan(0);
  const callsWhileOpen = openai.requests().length;
  await ask();
  expect(openai.requests()).toHaveLength(callsWhileOpen);

  openai.setFaults({});
  const backAtMs = Date.now();
  while (!answer.startsWith('1, 2')) answer = await ask();
  const recoveredMs = Date.now() - backAtMs;
  await expect.poll(() => logged('circuit.closed').length).toBeGreaterThan(0);
  expect(logged('circuit.half_opened').length).toBeGreaterThan(0);
  report = `From “the provider is back” to the next whole answer: ${recoveredMs} ms, with circuits that stay open for ${OPEN_SEC} s.`;
});
