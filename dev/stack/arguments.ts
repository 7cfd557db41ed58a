/** The command line of a program whose work is its whole file: help and mistakes are said, never a stack trace. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../../shared/text/nearest.ts';
import { explain } from './explain.ts';
import { goOnUnread } from './unread-output.ts';

/** Ends the process: after the help with 0, after a mistake with 2. */
export function readArguments<Config extends ParseArgsConfig>(help: string, config: Config) {
  goOnUnread();
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    console.log(help);
    return process.exit(0);
  }
  const lost = Object.keys(config.options ?? {}).find(isTakenByNpm);
  if (lost !== undefined)
    return refuseArguments(
      help,
      `npm has taken --${lost} for itself, so nothing was done: write -- before it (npm run … -- --${lost}).`,
    );
  try {
    return parseArgs<Config>(config);
  } catch (error) {
    return refuseArguments(help, explainMistake(error, Object.keys(config.options ?? {})));
  }
}

/** What npm knows itself, so that it may stand in an .npmrc. */
const OF_NPM = new Set(['cache', 'force', 'json', 'key', 'target']);

/** `npm run deploy --dry-run` is none: npm keeps what stands before `--`, and tells it in a variable alone. */
function isTakenByNpm(option: string): boolean {
  if (OF_NPM.has(option) || !process.env[`npm_config_${option.replaceAll('-', '_')}`]) return false;
  return !process.argv.some((word) => word === `--${option}` || word.startsWith(`--${option}=`));
}

/** Undefined where nothing is named. Of two, one would be left undone without a word. */
export function onlyPositional(positionals: readonly string[], program: string): string | undefined {
  if (positionals.length > 1)
    throw new Error(
      `${program} takes one argument and got ${positionals.length}; nothing was done. Quote a name that has spaces.`,
    );
  return positionals[0];
}

/** Ends the process with 2. */
export function refuseArguments(help: string, why: string): never {
  console.error(`${why}\n\n${help}`);
  return process.exit(2);
}

function explainMistake(error: unknown, options: readonly string[]): string {
  const unknown = /^Unknown option '--([^']+)'/.exec((error as Error).message)?.[1];
  if (unknown === undefined) return explain(error);
  const meant = nearest(unknown, options);
  return `There is no option --${unknown}.${meant === undefined ? '' : ` Did you mean --${meant}?`}`;
}
