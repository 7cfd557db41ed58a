/** The last edit of a delivery whose person has had everything erased. Pure core: the webhook is given. */
import { type InteractionWebhook, ORIGINAL } from '../discord/webhook.ts';
import type { Texts } from '../locale/texts.ts';
import { mayShowAnswer, type RunningRecord } from './record.ts';

export interface CloseDeps {
  webhook: Pick<InteractionWebhook, 'edit'>;
  texts: Texts;
  sleep(ms: number): Promise<void>;
}

const MAX_ATTEMPTS = 4;
const PAUSE_MS = 1_000;

/** What was shown stays, without buttons; in the place of "thinking…", or of a note, stands why there is no answer. */
export async function closeMessage(
  { phase, followUpIds }: Pick<RunningRecord, 'phase' | 'followUpIds'>,
  { webhook, texts, sleep }: CloseDeps,
): Promise<void> {
  const isShown = mayShowAnswer(phase);
  const [last = ORIGINAL, ...others] = isShown ? [ORIGINAL, ...followUpIds].reverse() : [];
  const edit = isShown ? { components: [] } : { content: texts.notices.erased, components: [] };
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { kind } = await webhook.edit(last, edit);
    // Discord may not have heard of the deferral yet.
    if (kind !== 'unknown_webhook' && kind !== 'unavailable' && kind !== 'rate_limited') break;
    await sleep(PAUSE_MS * attempt);
  }
  // While messages are posted the Stop button may be under an earlier one.
  for (const id of others) await webhook.edit(id, { components: [] });
}
