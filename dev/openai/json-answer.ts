/** A completion as one JSON body, with the faults that change what it says. */
import { alterCompletion } from './altered-completion.ts';
import { sendBody } from './body-answer.ts';
import { type Completion, toBody } from './completion.ts';
import type { Exchange } from './exchange.ts';
import { hashText } from './pace.ts';

export async function jsonAnswer(completion: Completion, exchange: Exchange): Promise<void> {
  const { faults, pace } = exchange;
  const spoken = alterCompletion(completion, faults);
  const seed = hashText(spoken.tokens.join(''));
  const slowMs = faults.slowTokens?.ms ?? 0;
  const typingMs = spoken.tokens.reduce((sum, _token, index) => sum + pace.tokenMs(index, seed) + slowMs, 0);
  await sendBody(exchange, {
    body: JSON.stringify(toBody(spoken, faults.noUsage === undefined)),
    waitMs: pace.firstTokenMs + typingMs,
    tokens: spoken.tokens.length,
  });
}
