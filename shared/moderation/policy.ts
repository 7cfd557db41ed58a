/** What is done about each category. Pure. */
import { CATEGORIES, type Category, isCategory } from './categories.ts';
import { MODERATION_LEVELS, type ModerationLevel } from './level.ts';

export type Policy = Readonly<Record<Category, ModerationLevel>>;
/** What is absent is left to the next wider scope. */
export type PartialPolicy = Readonly<Partial<Record<Category, ModerationLevel>>>;

/** Age-restricted channels have a policy of their own. */
export interface Policies<P = Policy> {
  usual: P;
  ageRestricted: P;
}

const USUAL: Policy = {
  harassment: 'note',
  'harassment/threatening': 'block',
  hate: 'note',
  'hate/threatening': 'block',
  illicit: 'note',
  'illicit/violent': 'block',
  'self-harm': 'block',
  'self-harm/intent': 'block',
  'self-harm/instructions': 'block',
  sexual: 'block',
  'sexual/minors': 'block',
  violence: 'note',
  'violence/graphic': 'note',
};

export const DEFAULT_POLICIES: Policies = {
  usual: USUAL,
  ageRestricted: { ...USUAL, sexual: 'off', violence: 'off', 'violence/graphic': 'off' },
};

/** The server's choice where it has made one, else the default, and never milder than the operator's floor. */
export function resolvePolicy({
  defaults,
  server,
  floor,
}: {
  defaults: Policy;
  server: PartialPolicy;
  floor: PartialPolicy;
}): Policy {
  return policyOf((name) => stricter(server[name] ?? defaults[name], floor[name] ?? 'off'));
}

/** What a server or a channel has set: one level for every category, but for those that it names. */
export function chosenPolicy({
  level,
  categories = {},
}: {
  level: ModerationLevel;
  categories?: PartialPolicy;
}): Policy {
  return policyOf((name) => categories[name] ?? level);
}

function policyOf(levelOf: (name: Category) => ModerationLevel): Policy {
  const levels = CATEGORIES.map((name) => [name, levelOf(name)]);
  return Object.fromEntries(levels) as Record<Category, ModerationLevel>;
}

function stricter(one: ModerationLevel, other: ModerationLevel): ModerationLevel {
  return MODERATION_LEVELS.indexOf(one) > MODERATION_LEVELS.indexOf(other) ? one : other;
}

export function isAllOff(policy: Policy): boolean {
  return CATEGORIES.every((name) => policy[name] === 'off');
}

export function blocksAnything(policy: Policy): boolean {
  return CATEGORIES.some((name) => policy[name] === 'block');
}

/** What a policy makes of what was flagged. */
export interface Ruling {
  blocked: Category[];
  noted: Category[];
}

export function ruleOn(policy: Policy, flagged: readonly Category[]): Ruling {
  return {
    blocked: flagged.filter((name) => policy[name] === 'block'),
    noted: flagged.filter((name) => policy[name] === 'note'),
  };
}

/**
 * `sexual=block, violence=note`; `all` stands for every category, and a later entry overrules an earlier one. Gives the parts
 * that are none, as `problems`.
 */
export function parsePolicy(text: string): { policy: PartialPolicy; problems: string[] } {
  const policy: Partial<Record<Category, ModerationLevel>> = {};
  const problems: string[] = [];
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const [name = '', value = '', ...more] = part.split('=').map((word) => word.trim());
    const level = MODERATION_LEVELS.find((word) => word === value);
    const names = name === 'all' ? CATEGORIES : isCategory(name) ? [name] : [];
    if (level === undefined || names.length === 0 || more.length > 0) problems.push(part.trim());
    else for (const each of names) policy[each] = level;
  }
  return { policy, problems };
}
