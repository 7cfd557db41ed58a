/** A request to Discord that can be made again without harm, made a few times while Discord asks for patience. */
import { pauseBefore, type Repeatable } from './pacing.ts';

/** None of them is worth a longer wait for the answer. */
const MAX_ATTEMPTS = 5;
/** Of a deferral that Discord's webhooks do not know yet: nothing can be shown without it. Together less than `RACE_MS`. */
const MAX_RACE_ATTEMPTS = 9;
const MAX_PAUSE_MS = 5_000;

export async function repeat<Reply extends Repeatable>(
  send: () => Promise<Reply>,
  { sleep }: { sleep(ms: number): Promise<void> },
): Promise<{ reply: Reply; requests: number }> {
  for (let requests = 1; ; requests += 1) {
    const reply = await send();
    const pauseMs = pauseBefore(reply, requests, { isIdempotent: true });
    const maxRequests = reply.kind === 'unknown_webhook' ? MAX_RACE_ATTEMPTS : MAX_ATTEMPTS;
    if (pauseMs === null || pauseMs > MAX_PAUSE_MS || requests >= maxRequests) return { reply, requests };
    await sleep(pauseMs);
  }
}
