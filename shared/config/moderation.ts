/** What the operator decides about moderation: the same variables in every Worker that knows of them. */
import { type Catalogue, findChain, kindOfChain } from '../catalogue/catalogue.ts';
import { DEFAULT_POLICIES, type PartialPolicy, type Policies, parsePolicy } from '../moderation/policy.ts';
import type { VariableReader } from './variables.ts';

export interface ModerationConfig {
  /** A name of the catalogue. */
  model: string;
  /** How answers are judged, wherever something is blocked: `on` in windows, `whole` in one call with their question. */
  answers: 'on' | 'whole' | 'off';
  /** The longest for which a first text waits for the verdict on its question. */
  holdMs: number;
  /** A judge that takes longer counts as down. */
  deadlineMs: number;
  defaults: Policies;
  /** No server can be milder. */
  floor: Policies<PartialPolicy>;
}

/** Where a provider has it, it costs nothing. */
const USUAL_MODEL = 'omni-moderation-latest';
const NONE = 'none';

/** Null: nothing is judged. What is wrong is noted by the reader. */
export function readModeration(variables: VariableReader, catalogue: Catalogue): ModerationConfig | null {
  const config: ModerationConfig = {
    model: readModel(variables, catalogue),
    answers: variables.choice('MODERATION_ANSWERS', { words: ['on', 'whole', 'off'], fallback: 'on' }),
    holdMs: variables.integer('MODERATION_HOLD_MS', { min: 0, max: 5_000, fallback: 250 }),
    deadlineMs: variables.integer('MODERATION_TIMEOUT_MS', { min: 100, max: 20_000, fallback: 2_500 }),
    defaults: {
      usual: { ...DEFAULT_POLICIES.usual, ...readPolicy(variables, 'MODERATION_DEFAULT') },
      ageRestricted: {
        ...DEFAULT_POLICIES.ageRestricted,
        ...readPolicy(variables, 'MODERATION_DEFAULT_AGE_RESTRICTED'),
      },
    },
    floor: {
      usual: readPolicy(variables, 'MODERATION_FLOOR'),
      ageRestricted: readPolicy(variables, 'MODERATION_FLOOR_AGE_RESTRICTED'),
    },
  };
  return config.model === NONE ? null : config;
}

function readModel(variables: VariableReader, catalogue: Catalogue): string {
  const named = variables.optionalText('MODERATION_MODEL');
  const name = named ?? (isJudge(catalogue, USUAL_MODEL) ? USUAL_MODEL : NONE);
  if (name !== NONE && !isJudge(catalogue, name)) {
    variables.problem(
      `MODERATION_MODEL must be ${NONE}, or a model of the kind 'moderation' of the catalogue`,
    );
    return NONE;
  }
  return name;
}

function isJudge(catalogue: Catalogue, name: string): boolean {
  const chain = findChain(catalogue, name);
  return chain !== undefined && kindOfChain(chain) === 'moderation';
}

function readPolicy(variables: VariableReader, name: string): PartialPolicy {
  const { policy, problems } = parsePolicy(variables.optionalText(name) ?? '');
  if (problems.length > 0) {
    variables.problem(`${name} must be of the form sexual=block,violence=note (off, note or block)`);
  }
  return policy;
}
