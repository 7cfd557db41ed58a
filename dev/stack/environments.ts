/**
 * Which file configures what: `.dev.vars` the local stack, `.production.vars` and `.staging.vars` a deployment. None is read in
 * the place of another. Pure but for `chosenEnvironment`.
 */
import { parseVars } from './env-lines.ts';

export const DEVELOPMENT = 'development';
export const PRODUCTION = 'production';

export function varsFileOf(environment: string): string {
  return environment === DEVELOPMENT ? '.dev.vars' : `.${environment}.vars`;
}

export function environmentOf(file: string): string | undefined {
  const name = /^\.([a-z][a-z0-9-]{0,19})\.vars$/.exec(file)?.[1];
  return name === 'dev' ? DEVELOPMENT : name;
}

/** Throws on what can be no name of an environment: it becomes part of a file's and of Workers' names. */
export function checkEnvironment(name: string): string {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(name) && name !== 'dev') return name;
  throw new Error(
    `'${name}' is no environment: it must be small letters, digits and hyphens, such as production or staging.`,
  );
}

/** What an operator's command works on: the environment that LIBRA_ENV names, else the local stack. */
export function chosenEnvironment(): string {
  const { LIBRA_ENV: name = '' } = process.env;
  return name === '' ? DEVELOPMENT : checkEnvironment(name);
}

/** For what works on this machine alone: LIBRA_ENV says that a deployment was meant. */
export function refuseDeployment(): void {
  if (chosenEnvironment() !== DEVELOPMENT)
    throw new Error('LIBRA_ENV is set, but this runs on this machine, with .dev.vars alone. Unset it.');
}

/** Who has these shares what is stored, or answers in the same servers. */
const HOLDS_DATA =
  /^(DATABASE_URL|NEON_HTTP_URL|UPSTASH_REDIS_REST_(URL|TOKEN)|DISCORD_(APPLICATION_ID|PUBLIC_KEY|BOT_TOKEN))$/;
/** Who has these shares a bill. */
const IS_SECRET = /(SECRET|TOKEN|KEY)(_PREVIOUS)?$/;

export interface SharedValues {
  /** Variables by which the local stack would work on the data of the other environment. */
  data: string[];
  /** Variables by which it would only spend its money. */
  money: string[];
}

/** Which variables have the same value in both texts. */
export function findSharedValues(development: string, other: string): SharedValues {
  const theirs = parseVars(other);
  const shared = Object.entries(parseVars(development)).flatMap(([name, value]) =>
    value !== undefined && value.trim() !== '' && value === theirs[name] ? [name] : [],
  );
  return {
    data: shared.filter((name) => HOLDS_DATA.test(name)),
    money: shared.filter((name) => !HOLDS_DATA.test(name) && IS_SECRET.test(name)),
  };
}

/** Commands that work on what LIBRA_ENV names. */
const ON_ENVIRONMENT =
  /(?<!LIBRA_ENV=\S+ )npm run (?=(migrate|register|doctor|backup|restore|erase|keys|usage|redis|settings)\b)/g;

/** An advice, with its commands as they have to be typed for this environment. */
export function adviseFor(environment: string, advice: string): string {
  if (environment === DEVELOPMENT) return advice;
  const suffix = environment === PRODUCTION ? '' : `-${environment}`;
  return advice
    .replace(/\blibra-[a-z]+\b(?!-)/g, `$&${suffix}`)
    .replace(ON_ENVIRONMENT, `LIBRA_ENV=${environment} npm run `)
    .replace(/npm run deploy\b(?! --)/g, environment === PRODUCTION ? '$&' : `$& -- --env ${environment}`);
}
