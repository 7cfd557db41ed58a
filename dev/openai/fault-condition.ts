/** Narrows a fault to requests whose body meets a condition. Pure. */
import { isRecord } from '../../shared/json.ts';
import { countPromptTokens } from './tokens.ts';

/** All of it must hold. A path names a field with dots, list items by their index: `messages.0.role`. */
export interface FaultCondition {
  /** Paths of fields that are present, with any value (null too). */
  has?: readonly string[];
  /** Values by path: `{"messages.0.role": "developer"}`. */
  is?: Record<string, string | number | boolean | null>;
  /** The messages hold more tokens than this, counted as in the stand-in's `usage.prompt_tokens`. */
  promptTokensOver?: number;
  /** The messages show an image by its address, which the provider would have to fetch. */
  fetchesImages?: boolean;
  /** The last message is a tool's result. */
  tellsResult?: boolean;
}

/** `body` is the parsed request; undefined when it was not JSON. */
export function meetsCondition(condition: FaultCondition, body: unknown): boolean {
  const { has = [], is = {}, promptTokensOver, fetchesImages, tellsResult } = condition;
  return (
    has.every((path) => readPath(body, path) !== undefined) &&
    Object.entries(is).every(([path, wanted]) => readPath(body, path) === wanted) &&
    (promptTokensOver === undefined || promptTokensOf(body) > promptTokensOver) &&
    (fetchesImages === undefined || showsAddress(body) === fetchesImages) &&
    (tellsResult === undefined || isResult(body) === tellsResult)
  );
}

/** Undefined when there is no such field: JSON itself has no undefined. */
function readPath(body: unknown, path: string): unknown {
  let place = body;
  for (const key of path.split('.')) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return undefined;
    place = (place as Record<string, unknown>)[key];
  }
  return place;
}

/** Requests that the stand-in would refuse are counted too, so nothing here may depend on a valid body. */
function promptTokensOf(body: unknown): number {
  if (!isRecord(body) || !Array.isArray(body.messages)) return 0;
  return countPromptTokens(
    body.messages.filter(isRecord).map(({ role, content }) => ({
      role: String(role),
      text: textOf(content),
    })),
  );
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const parts = content.filter(isRecord).map(({ text }) => text);
  return parts.filter((text) => typeof text === 'string').join('\n');
}

function isResult(body: unknown): boolean {
  if (!isRecord(body) || !Array.isArray(body.messages)) return false;
  return readPath(body.messages.at(-1), 'role') === 'tool';
}

function showsAddress(body: unknown): boolean {
  if (!isRecord(body) || !Array.isArray(body.messages)) return false;
  return body.messages
    .flatMap((message): unknown[] =>
      isRecord(message) && Array.isArray(message.content) ? message.content : [],
    )
    .some((part) => /^https?:/.test(String(readPath(part, 'image_url.url'))));
}
