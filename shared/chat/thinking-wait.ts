/**
 * A comment in the llm Worker's stream: a model that may think without saying so is being waited for. If the call is given up
 * meanwhile, the provider has been at work and bills that. Every reader but the bff skips comments. Pure.
 */
import { isRecord, parseJson } from '../json.ts';

const MARK = 'libra-thinking ';

export interface ThinkingWait {
  model: string;
  provider: string;
  /** Milliseconds for which it has been waited for already. */
  waitedMs: number;
}

/** The comment's text; `null`: the provider has refused the call, so that no model has thought. */
export function formatThinkingWait(wait: ThinkingWait | null): string {
  return MARK + JSON.stringify(wait);
}

/** Undefined for any other comment. */
export function parseThinkingWait(comment: string): ThinkingWait | null | undefined {
  if (!comment.startsWith(MARK)) return undefined;
  const value = parseJson(comment.slice(MARK.length));
  if (value === null) return null;
  if (!isRecord(value)) return undefined;
  const { model, provider, waitedMs } = value;
  if (typeof model !== 'string' || typeof provider !== 'string') return undefined;
  if (typeof waitedMs !== 'number' || !(waitedMs >= 0)) return undefined;
  return { model, provider, waitedMs };
}
