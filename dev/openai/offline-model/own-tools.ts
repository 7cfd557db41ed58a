/**
 * When the offline model calls one of Libra's own tools, and what it makes of a result: only where the question plainly needs
 * it. It understands nothing: it looks for sums, dice, addresses, and the word for a search. Pure.
 */
import { isRecord } from '../../../shared/json.ts';
import type { OfferedTool } from '../tool-request.ts';
import { findExpression } from './arithmetic.ts';
import { findPoll, findReminder } from './own-actions.ts';
import { isToBeRepeated } from './repeat.ts';

interface Need {
  tool: string;
  /** What the call is about, empty for a tool that is told nothing; null when there is no need. */
  find: (prompt: string) => string | null;
}

/** Dice and sums stand by themselves: an identifier is none. */
const DICE = /(?<![\w-])\d{0,3}d\d{1,4}(?:\s*[+-]\s*\d{1,4})?(?![\w-])/i;
const WANTS_DICE = /주사위|\b(?:roll|throw) (?:a |the |some )?(?:dice|die)\b/i;
const ADDRESS = /https?:\/\/[^\s<>"'`]+/i;
const SEARCH =
  /(?:search the web for|look up)\s+(.+)|(.+?)(?:을|를)?\s*(?:웹에서 |인터넷에서 )?(?:검색해|찾아\s?봐)/i;

const CHANNEL =
  /(?:이 ?채널|여기)(?:에서|의)? ?(?:.*(?:무슨 (?:말|얘기|이야기)|대화|메시지).*|.*요약)|what was said here|sum (?:up )?(?:this|the) channel/i;

/** In order: the first that is needed is called. */
const NEEDS: readonly Need[] = [
  { tool: 'fetch_page', find: (prompt) => ADDRESS.exec(prompt)?.[0] ?? null },
  {
    tool: 'roll',
    find: (prompt) =>
      DICE.exec(prompt)?.[0].replaceAll(/\s/g, '') ?? (WANTS_DICE.test(prompt) ? '1d6' : null),
  },
  { tool: 'calculator', find: findExpression },
  {
    tool: 'web_search',
    find(prompt) {
      const match = SEARCH.exec(prompt);
      return match?.[1]?.trim() ?? match?.[2]?.trim() ?? null;
    },
  },
  { tool: 'read_channel', find: (prompt) => (CHANNEL.test(prompt) ? '' : null) },
];

/** Those that write, with their arguments. */
const ACTIONS = [
  ['poll', findPoll],
  ['remind', findReminder],
] as const;

/** Null when none of the tools that are offered is needed. */
export function findNeededCall(
  tools: readonly OfferedTool[],
  prompt: string,
): { name: string; arguments: string } | null {
  if (isToBeRepeated(prompt)) return null;
  for (const [tool, find] of ACTIONS) {
    const args = tools.some(({ name }) => name === tool) ? find(prompt) : null;
    if (args !== null) return { name: tool, arguments: JSON.stringify(args) };
  }
  for (const { tool, find } of NEEDS) {
    const offered = tools.find(({ name }) => name === tool);
    const subject = offered === undefined ? null : find(prompt);
    if (offered === undefined || subject === null) continue;
    if (subject === '') return { name: tool, arguments: '{}' };
    const properties = isRecord(offered.parameters.properties) ? offered.parameters.properties : {};
    const text = Object.entries(properties).find(
      ([, schema]) => isRecord(schema) && schema.type === 'string',
    );
    if (text !== undefined) return { name: tool, arguments: JSON.stringify({ [text[0]]: subject }) };
  }
  return null;
}

const FRAMED = /<tool_result[^>]*>\n([\s\S]*)\n<\/tool_result>$/;

/** What stands in Libra's frame around a result; a text without one, as it is. */
export function unframe(text: string): string {
  return FRAMED.exec(text)?.[1] ?? text;
}
