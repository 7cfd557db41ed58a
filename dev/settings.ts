/** `npm run settings`: limits, budgets, moderation and the catalogue changed while Libra runs, as in the console. */
import { readFileSync } from 'node:fs';
import { OPERATOR_VARIABLES } from '../shared/config/operator-variables.ts';
import type { SettingsOverview } from '../shared/contract/operator.ts';
import { parseOrder } from './operator/changes.ts';
import { carryOutOrder, type OperatorAccess } from './operator/settings-client.ts';
import { readArguments } from './stack/arguments.ts';
import { announce } from './stack/dev-vars.ts';
import { withoutMark } from './stack/env-lines.ts';
import { chosenEnvironment, DEVELOPMENT } from './stack/environments.ts';
import { explain } from './stack/explain.ts';
import { originAtCloudflare } from './stack/public-origin.ts';
import { readRunning } from './stack/running.ts';

const HELP = `Changes what Libra goes by, without a deployment. It holds within a minute, is kept as a version, and can be taken back.

  npm run settings                                   what is set, and the latest versions
  npm run settings -- set LLM_CALLS_PER_MIN=30 …     NAME=@file takes a file's text, such as LIBRA_CATALOGUE=@catalogue.json
  npm run settings -- unset LLM_CALLS_PER_MIN …      as the environment has it
  npm run settings -- undo                           as before the latest change

Works on the stack that npm start runs; with LIBRA_ENV=production on the deployed bff, or on that of LIBRA_BFF_URL=https://… For these
LIBRA_OPERATOR_KEY=lb-… has to hold a key with the rights read and settings (npm run keys -- create NAME --operator read,settings).

Can be set: ${OPERATOR_VARIABLES.join(', ')}.`;

const { positionals, values } = readArguments(HELP, {
  allowPositionals: true,
  options: { 'data-dir': { type: 'string', default: '.libra' } },
});

try {
  const order = parseOrder(positionals, (path) => withoutMark(readFileSync(path, 'utf8')));
  show(await carryOutOrder(await findAccess(String(values['data-dir'])), order));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function findAccess(dataDir: string): Promise<OperatorAccess> {
  const { LIBRA_BFF_URL: given, LIBRA_OPERATOR_KEY: key } = process.env;
  const environment = chosenEnvironment();
  if (environment !== DEVELOPMENT) announce(environment);
  if (environment !== DEVELOPMENT || given !== undefined || key !== undefined) {
    if (key === undefined)
      throw new Error(
        'LIBRA_OPERATOR_KEY is missing: a key with the rights read and settings (npm run keys -- create NAME --operator read,settings).',
      );
    if (given === undefined && environment === DEVELOPMENT)
      throw new Error('LIBRA_BFF_URL is missing: which bff LIBRA_OPERATOR_KEY is a key of.');
    return { bffUrl: given ?? (await originAtCloudflare('bff', environment)), key };
  }
  const running = readRunning(dataDir);
  if (running === undefined)
    throw new Error('No stack is running here: npm start, or name LIBRA_BFF_URL and LIBRA_OPERATOR_KEY.');
  return { bffUrl: running.bff, key: running.operatorKey };
}

function show({ version, settings, floor, versions }: SettingsOverview): void {
  const names = Object.keys(settings);
  if (names.length === 0)
    console.log(
      version === 0 ? 'Nothing is set: the environment holds.' : `Version ${version}: the environment holds.`,
    );
  else {
    console.log(`Version ${version}:`);
    console.table(
      Object.fromEntries(
        names.map((name) => [
          name,
          { set: shorten(settings[name] ?? ''), environment: shorten(floor[name] ?? 'default') },
        ]),
      ),
    );
  }
  for (const { version: number, at, by, changed } of versions) {
    console.log(`${number}  ${at}  ${by ?? 'unknown'}  ${changed.join(', ')}`);
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}… (${text.length})` : text;
}
