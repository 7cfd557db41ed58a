/**
 * What the offline model says when it may call tools, or has to answer in JSON. Pure.
 *
 * It calls the tools that the prompt names, all at once; those behind a "then" in the next round; else one of Libra's own where
 * the question plainly needs it. It fills a schema with the prompt's own words and numbers.
 */
import { isRecord } from '../../../shared/json.ts';
import type { PromptMessage } from '../message-request.ts';
import type { OfferedTool, ToolRequest } from '../tool-request.ts';
import { withoutPassages } from './documents.ts';
import { isKorean, tellAction } from './own-actions.ts';
import { findNeededCall, unframe } from './own-tools.ts';

export interface OfflineCall {
  name: string;
  arguments: string;
}

/** Empty: it answers with text. */
export function chooseCalls(
  { tools, choice, parallel }: ToolRequest,
  messages: readonly PromptMessage[],
): OfflineCall[] {
  const prompt = lastPrompt(messages);
  const call = ({ name, parameters }: OfferedTool): OfflineCall => ({
    name,
    arguments: JSON.stringify(fill(parameters, prompt)),
  });
  switch (choice.kind) {
    case 'none':
      return [];
    case 'named':
      return tools.filter(({ name }) => name === choice.name).map(call);
    case 'required':
    case 'auto': {
      const asked = messages.findLastIndex(({ role }) => role === 'user');
      const round = messages.slice(asked).filter(({ callsTools }) => callsTools === true).length;
      const part = prompt.split(/\bthen\b|그다음/)[round] ?? '';
      const named = tools
        .filter(({ name }) => part.includes(name))
        .sort((a, b) => part.indexOf(a.name) - part.indexOf(b.name));
      const needed = round === 0 ? findNeededCall(tools, prompt) : null;
      if (needed !== null && named.every(({ name }) => name === needed.name)) return [needed];
      const wanted = named.length === 0 && choice.kind === 'required' ? tools : named;
      return (parallel && named.length > 0 ? wanted : wanted.slice(0, 1)).map(call);
    }
  }
}

/** After tool results: what they say. Null when there are none behind the last question. */
export function tellResults(messages: readonly PromptMessage[]): string | null {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  const results = messages.slice(asked + 1).filter(({ role }) => role === 'tool');
  if (results.length === 0) return null;
  const inKorean = isKorean(lastPrompt(messages));
  const ofAction = tellAction(results.at(-1)?.text ?? '', inKorean);
  if (ofAction !== null) return ofAction;
  const said = results.map(({ text }) => unframe(text)).join('; ');
  return inKorean ? `도구의 결과예요: ${said}` : `The tools say: ${said}`;
}

/** Null when the last question shows no image. */
export function tellImages(messages: readonly PromptMessage[]): string | null {
  const images = messages.findLast(({ role }) => role === 'user')?.images ?? 0;
  return images === 0 ? null : `I was given ${images} image${images === 1 ? '' : 's'}, and cannot see.`;
}

export function answerInJson(schema: Record<string, unknown>, messages: readonly PromptMessage[]): string {
  const prompt = lastPrompt(messages);
  return JSON.stringify(Object.keys(schema).length === 0 ? { answer: prompt } : fill(schema, prompt));
}

function lastPrompt(messages: readonly PromptMessage[]): string {
  return withoutPassages(messages.findLast(({ role }) => role === 'user')?.text ?? '');
}

function fill(schema: unknown, prompt: string): unknown {
  if (!isRecord(schema)) return null;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if ('const' in schema) return schema.const;
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'string':
      return /"([^"]*)"/.exec(prompt)?.[1] ?? prompt.split(/\s+/)[0] ?? '';
    case 'number':
    case 'integer':
      return Number(/\d+/.exec(prompt)?.[0] ?? 1);
    case 'boolean':
      return true;
    case 'array':
      return [fill(schema.items, prompt)];
    case 'null':
      return null;
    default: {
      const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
      return Object.fromEntries(properties.map(([name, inner]) => [name, fill(inner, prompt)]));
    }
  }
}
