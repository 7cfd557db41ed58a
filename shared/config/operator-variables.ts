/**
 * Variables that operators may set while Libra runs, and what becomes of a Worker's own when they have. Pure. Secrets and addresses
 * of services are not among them: who steals a session must not be able to send prompts elsewhere, but for a catalogue's providers,
 * whose keys are still the environment's.
 */
import { CATALOGUE_VARIABLE } from '../catalogue/read.ts';

export const OPERATOR_VARIABLES = [
  'LLM_CALLS_PER_MIN',
  'LLM_GUILD_CALLS_PER_MIN',
  'LLM_USER_TOKENS_PER_DAY',
  'LLM_USER_MICRO_USD_PER_DAY',
  'LLM_GUILD_TOKENS_PER_DAY',
  'LLM_GUILD_MICRO_USD_PER_DAY',
  'LLM_TOKENS_PER_DAY',
  'LLM_MICRO_USD_PER_DAY',
  'LLM_MAX_ANSWER_TOKENS',
  'LLM_MAX_COMPLETION_TOKENS',
  'MEMORY_TOKENS',
  'ANSWER_CACHE_SEC',
  'ANSWER_TIMEOUT_SEC',
  'PERSONAL_MEMORY_MODEL',
  'PERSONAL_MEMORY_TOKENS_PER_DAY',
  'MODERATION_MODEL',
  'MODERATION_ANSWERS',
  'MODERATION_DEFAULT',
  'MODERATION_FLOOR',
  'RETENTION_DAYS',
  CATALOGUE_VARIABLE,
] as const;

export type OperatorVariable = (typeof OPERATOR_VARIABLES)[number];
export type OperatorValues = Partial<Record<OperatorVariable, string>>;

export function isOperatorVariable(name: string): name is OperatorVariable {
  return OPERATOR_VARIABLES.some((known) => known === name);
}

/** What was stored, without what is not known here any more. */
export function readOperatorValues(stored: unknown): OperatorValues {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).filter(([name, value]) => isOperatorVariable(name) && typeof value === 'string'),
  );
}

/** The environment with what operators have set in its place. */
export function withOperatorValues<Env extends Readonly<Record<string, unknown>>>(
  env: Env,
  values: OperatorValues,
): Env {
  if (values[CATALOGUE_VARIABLE] === undefined) return { ...env, ...values };
  // A catalogue of the environment goes on in further variables, which must not be read after this one's.
  const others = Object.keys(env).filter((name) => name.startsWith(`${CATALOGUE_VARIABLE}_`));
  return { ...env, ...values, ...Object.fromEntries(others.map((name) => [name, ''])) };
}
