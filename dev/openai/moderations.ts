/** Moderation by a short list of words, enough to see a refusal in both languages. It judges nothing else. Pure. */
import { type ApiError, apiError, invalidRequest } from './api-error.ts';
import { MODERATION_MODELS } from './models.ts';

export type ModerationsVerdict = { ok: true; body: unknown } | { ok: false; error: ApiError };

const DEFAULT_MODEL = 'omni-moderation-latest';

const WORDS: Record<string, RegExp | null> = {
  harassment: /바보 ?멍청이|\byou idiot\b/i,
  'harassment/threatening': /죽여 ?버리|\bi will kill you\b/i,
  hate: null,
  'hate/threatening': null,
  illicit: null,
  'illicit/violent': /폭탄 ?(?:만드는|제조)|\b(?:build|make) a bomb\b/i,
  'self-harm': /자해/,
  'self-harm/intent': /죽고 ?싶|\bkill myself\b/i,
  'self-harm/instructions': null,
  sexual: null,
  'sexual/minors': null,
  violence: /죽여|살해|폭탄|\bkill (?:you|him|her|them)\b|\bbomb\b/i,
  'violence/graphic': null,
};

export function answerModerations(value: unknown, id: string): ModerationsVerdict {
  if (typeof value !== 'object' || value === null) {
    return refuse(invalidRequest('We could not parse the JSON body of your request.'));
  }
  const { model = DEFAULT_MODEL, input } = value as Record<string, unknown>;
  if (typeof model !== 'string' || !MODERATION_MODELS.includes(model)) {
    return refuse(
      apiError(404, 'invalid_request_error', `The model \`${String(model)}\` does not exist.`, {
        code: 'model_not_found',
      }),
    );
  }
  const texts = readTexts(input);
  if (texts === null) return refuse(invalidRequest("'$.input' is invalid.", 'input'));
  return { ok: true, body: { id, model: MODERATION_MODELS.at(-1), results: texts.map(judge) } };
}

function judge(text: string): unknown {
  const categories = Object.fromEntries(
    Object.entries(WORDS).map(([name, words]) => [name, words?.test(text) ?? false]),
  );
  return {
    flagged: Object.values(categories).includes(true),
    categories,
    category_scores: mapValues(categories, (flagged) => (flagged ? 0.99 : 0.0001)),
    category_applied_input_types: mapValues(categories, (flagged) => (flagged ? ['text'] : [])),
  };
}

/** A string, a list of strings, or one list of text and image parts (which is one input). */
function readTexts(input: unknown): string[] | null {
  if (typeof input === 'string') return [input];
  if (!Array.isArray(input) || input.length === 0) return null;
  if (input.every((item) => typeof item === 'string')) return input;
  const parts = input.map((part) =>
    typeof part === 'object' && part !== null && 'type' in part
      ? part.type === 'text' && 'text' in part
        ? String(part.text)
        : ''
      : null,
  );
  return parts.includes(null) ? null : [parts.join('\n')];
}

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function refuse(error: ApiError): ModerationsVerdict {
  return { ok: false, error };
}
