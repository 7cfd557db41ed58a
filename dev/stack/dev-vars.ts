/**
 * The files that configure a stack or a deployment: the `.vars` file of its environment, and `catalogue.json`. For the local stack
 * both may be absent.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './build.ts';
import {
  chosenEnvironment,
  DEVELOPMENT,
  environmentOf,
  findSharedValues,
  refuseDeployment,
  varsFileOf,
} from './environments.ts';
import { CATALOGUE_FILE, DevVarsError, parseDevVars, type StackSettings } from './settings.ts';

export interface VarsOptions {
  /** Variables that take the place of the file's, as they are. */
  set?: Readonly<Record<string, string>>;
  /** False where no provider is asked. */
  needsKeys?: boolean;
  environment?: string;
  root?: string;
}

/** Throws `DevVarsError`, which names everything that is wrong in either file. */
export function readDevVars(options: VarsOptions = {}): StackSettings {
  const { set = {}, needsKeys = false, environment = DEVELOPMENT, root = PROJECT_ROOT } = options;
  const name = varsFileOf(environment);
  // Where there is no disk to keep it on, such as a workflow: the same text in a variable, of a deployment alone.
  const text = readIfThere(root, name) ?? (environment === DEVELOPMENT ? undefined : readLibraVars());
  if (text === undefined && environment !== DEVELOPMENT) {
    throw new Error(
      `There is no ${name}, and LIBRA_VARS does not hold its text. It configures ${environment}: ${whereItComesFrom(environment)}`,
    );
  }
  return parseDevVars(text ?? '', { text: readIfThere(root, CATALOGUE_FILE), needsKeys }, name, set);
}

/** Undefined where it is empty: a workflow sets a secret that it does not have to nothing. */
function readLibraVars(): string | undefined {
  const text = process.env.LIBRA_VARS?.trim() ?? '';
  if (text === '') return undefined;
  // A form of one line would lose the lines: then it is their base64, in which no line of NAME=value can be.
  // `base64` itself breaks it into lines where it is not told otherwise.
  return /^[A-Za-z0-9+/\s]+={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString() : text;
}

function whereItComesFrom(environment: string): string {
  return process.env.WORKERS_CI === undefined
    ? `npm run setup -- --env ${environment} writes it with you, or copy .dev.vars.example.`
    : 'set LIBRA_VARS among the build variables and secrets of this Worker (docs/operations.md, “The button”), then retry the build.';
}

/** For commands that an operator may run on a deployment (`LIBRA_ENV=production npm run …`), which is said loudly. */
export function readOperatorVars(options: VarsOptions = {}): StackSettings {
  const environment = chosenEnvironment();
  if (environment !== DEVELOPMENT) announce(environment);
  return readDevVars({ environment, ...options });
}

let announced: string | undefined;

export function announce(environment: string): void {
  if (announced === environment) return;
  announced = environment;
  console.error(`>>> This works on ${environment.toUpperCase()} (${varsFileOf(environment)}).`);
}

/**
 * For what runs on this machine. Throws where it would work on the data of a deployment; `warn` gets a line for each file with
 * which it shares a bill.
 */
export function readLocalVars(options: VarsOptions & { warn?: (line: string) => void } = {}): StackSettings {
  const { root = PROJECT_ROOT, warn = console.error } = options;
  refuseDeployment();
  const development = readIfThere(root, '.dev.vars') ?? '';
  for (const file of readdirSync(root)) {
    const environment = environmentOf(file);
    if (environment === undefined || environment === DEVELOPMENT) continue;
    const { data, money } = findSharedValues(development, readIfThere(root, file) ?? '');
    if (data.length > 0) {
      const problem = `${data.join(', ')}: the same as in ${file}; this machine would work on the data of ${environment}`;
      throw new DevVarsError([problem]);
    }
    if (money.length > 0)
      warn(
        `>>> ${money.join(', ')} in .dev.vars: the same as in ${file}. What is spent here is spent by ${environment}.`,
      );
  }
  return readDevVars({ ...options, environment: DEVELOPMENT });
}

function readIfThere(root: string, name: string): string | undefined {
  const file = join(root, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
