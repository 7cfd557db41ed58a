/**
 * What an operator has set for a key beside its calls a minute, as the column `api_keys.settings` holds it. Pure.
 *
 * A field that is absent: the operator's default for the day's budgets, no bound for the others, every model and endpoint.
 * 0 is a budget without a bound. A field that is not known here is a fault: a limit must not be overlooked.
 */
import * as z from 'zod/mini';
import { OPERATOR_RIGHTS } from '../../../shared/contract/operator.ts';
import { once } from '../../../shared/once.ts';

export const ENDPOINTS = [
  'chat',
  'responses',
  'embeddings',
  'moderations',
  'audio',
  'models',
  'documents',
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/** These change what others are answered: a key has to name them. */
export const NAMED_ENDPOINTS: ReadonlySet<Endpoint> = new Set(['documents']);

/** A budget beyond this is none; sums stay exact in Redis' scripts and in JavaScript. */
export const MAX_BUDGET = 1_000_000_000_000;
export const MAX_LISTED_MODELS = 100;
/** As long as a request's own field may be. */
export const MAX_MODEL_CHARS = 100;

const budget = once(() => z.exactOptional(z.int().check(z.gte(0), z.lte(MAX_BUDGET))));
const modelName = once(() => z.string().check(z.minLength(1), z.maxLength(MAX_MODEL_CHARS)));

const schema = once(() =>
  z.strictObject({
    tokens_per_min: budget(),
    tokens_per_day: budget(),
    tokens_per_month: budget(),
    micro_usd_per_day: budget(),
    micro_usd_per_month: budget(),
    models: z.exactOptional(z.array(modelName()).check(z.minLength(1), z.maxLength(MAX_LISTED_MODELS))),
    endpoints: z.exactOptional(z.array(z.enum(ENDPOINTS)).check(z.minLength(1))),
    /** Equal requests of the key share one model call without asking for it. */
    cache: z.exactOptional(z.boolean()),
    /** What the key asks and gets is judged by the operator's policy. */
    moderation: z.exactOptional(z.boolean()),
    /** Of an operator's key, which may do nothing else. */
    operator: z.exactOptional(z.array(z.enum(OPERATOR_RIGHTS)).check(z.minLength(1))),
  }),
);

export type KeySettings = z.infer<ReturnType<typeof schema>>;

/** Null when they are malformed. */
export function parseKeySettings(value: unknown): KeySettings | null {
  const result = z.safeParse(schema(), value);
  return result.success ? result.data : null;
}
