/** The small line that says what an answer has cost. Pure. */
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import type { Texts } from '../locale/texts.ts';

/** Empty while the cost is not known. */
export function costLines(
  { about, usage }: Pick<AnswerOutcome, 'about' | 'usage'>,
  { under }: Pick<Texts, 'under'>,
): string[] {
  const { cost_micro_usd: microUsd, cached = false } = about;
  if (microUsd === undefined) return [];
  const tokens = usage === undefined || cached ? null : usage.prompt_tokens + usage.completion_tokens;
  return [under.costLine(microUsd, tokens)];
}
