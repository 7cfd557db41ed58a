/** Answers `POST /v1/moderations`. Pure. Source: https://platform.openai.com/docs/api-reference/moderations */
import { isRecord } from '../../../shared/json.ts';
import { CATEGORIES } from '../../../shared/moderation/categories.ts';
import { type ApiError, invalidRequest } from '../api-error.ts';
import { checkUnknownFields, missingParameter, readModel } from '../field-checks.ts';
import { MODERATION_MODELS } from '../models.ts';
import { judgeText } from './judge.ts';

export type ModerationsVerdict = { ok: true; body: Record<string, unknown> } | { ok: false; error: ApiError };

interface Input {
  /** The text parts, joined; null where there are images alone. */
  text: string | null;
}

const DEFAULT_MODEL = 'omni-moderation-latest';
const KNOWN_FIELDS = new Set(['model', 'input']);

export function answerModerations(value: unknown, id: string): ModerationsVerdict {
  if (!isRecord(value)) {
    return refuse(invalidRequest('We could not parse the JSON body of your request.'));
  }
  const unknown = checkUnknownFields(value, KNOWN_FIELDS);
  if (unknown !== null) return refuse(unknown);
  const named = readModel(value.model ?? DEFAULT_MODEL, (name) =>
    MODERATION_MODELS.includes(name) ? name : null,
  );
  if ('error' in named) return refuse(named.error);
  if (value.input === undefined) return refuse(missingParameter('input'));
  const inputs = readInputs(value.input);
  if (!Array.isArray(inputs)) return refuse(inputs);
  return { ok: true, body: { id, model: named.model, results: inputs.map(judgeInput) } };
}

/** An image is not judged, and so not among the input types that a category was applied to. */
function judgeInput({ text }: Input): unknown {
  const { flagged, categories, scores } = judgeText(text ?? '');
  const types = Object.fromEntries(CATEGORIES.map((name) => [name, text === null ? [] : ['text']]));
  return { flagged, categories, category_scores: scores, category_applied_input_types: types };
}

/** A string, a list of strings, or one list of text and image parts (which is one input). */
function readInputs(input: unknown): Input[] | ApiError {
  if (typeof input === 'string') return [{ text: input }];
  if (!Array.isArray(input) || input.length === 0) return invalidInput();
  if (input.every((item) => typeof item === 'string')) return input.map((text) => ({ text }));
  const texts: string[] = [];
  for (const [index, part] of input.entries()) {
    const text = readPart(part);
    if (text === undefined) {
      return invalidRequest(
        `'$.input[${index}]' is invalid. Expected a part of type 'text' or 'image_url'.`,
        'input',
      );
    }
    if (text !== null) texts.push(text);
  }
  return [{ text: texts.length === 0 ? null : texts.join('\n') }];
}

/** Null for an image, undefined for what is neither text nor image. */
function readPart(part: unknown): string | null | undefined {
  if (!isRecord(part)) return undefined;
  if (part.type === 'text') return typeof part.text === 'string' ? part.text : undefined;
  const { image_url: image } = part;
  return part.type === 'image_url' && isRecord(image) && typeof image.url === 'string' ? null : undefined;
}

function invalidInput(): ApiError {
  return invalidRequest(
    "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
    'input',
  );
}

function refuse(error: ApiError): ModerationsVerdict {
  return { ok: false, error };
}
