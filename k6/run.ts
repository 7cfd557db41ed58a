/**
 * `npm run load`: runs a k6 scenario against a whole local stack that it starts for the purpose.
 *
 *     npm run load                                  chatStreamTest: 50 virtual users, two minutes
 *     npm run load -- interactions spike soak       others, one after the other
 *     npm run load -- chatStreamTest --duration 20s --vus 10
 *
 * Results: artifacts/load/SCENARIO.json (k6's summary) and SCENARIO.html (its report).
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findK6 } from '../bench/harness/find-k6.ts';
import { UNLIMITED } from '../bench/harness/unlimited.ts';
import { createSignedInteractions } from '../bench/interactions/help-request.ts';
import { readArguments } from '../dev/stack/arguments.ts';
import { PROJECT_ROOT } from '../dev/stack/build.ts';
import { connect } from '../dev/stack/migrate.ts';
import { type Stack, startStack } from '../dev/stack/stack.ts';
import { createTemporaryFolder, exitOnSignals } from '../dev/stand-in/temporary-folder.ts';

const SCENARIOS = ['chatStreamTest', 'interactions', 'spike', 'soak'];
const OUTPUT = join(PROJECT_ROOT, 'artifacts', 'load');
const HOW_TO_GET_K6 = `k6 is not installed (it is no npm package). Either of these does it:
  go install go.k6.io/k6@latest
  https://grafana.com/docs/k6/latest/set-up/install-k6/`;
/** As many people; each may use the bot 120 times a minute. */
const POOL = 2_000;

const HELP = `Runs k6 scenarios against a whole local stack.

  npm run load                                  chatStreamTest: 50 virtual users, two minutes
  npm run load -- interactions spike soak       others, one after the other
  npm run load -- chatStreamTest --duration 20s --vus 10 --rate 5`;

const { values, positionals } = readArguments(HELP, {
  allowPositionals: true,
  options: { duration: { type: 'string' }, vus: { type: 'string' }, rate: { type: 'string' } },
});
const chosen = positionals.length === 0 ? ['chatStreamTest'] : positionals;
const unknown = chosen.filter((name) => !SCENARIOS.includes(name));
if (unknown.length > 0) fail(`There is no ${unknown.join(', ')}; there are ${SCENARIOS.join(', ')}.`);
const k6 = findK6() ?? fail(HOW_TO_GET_K6);

exitOnSignals();
const { path: scratch, remove } = createTemporaryFolder('libra-load-');
const stack = await startLoadedStack();
try {
  mkdirSync(OUTPUT, { recursive: true });
  const poolFile = writePool(stack);
  for (const scenario of chosen) if (!(await runScenario(scenario, poolFile))) process.exitCode = 1;
} finally {
  await stack.close();
  remove();
}

async function startLoadedStack(): Promise<Stack> {
  const started = await startStack({ pace: 'realistic', dataDir: scratch, vars: { bff: UNLIMITED } });
  await connect(started.database).query('UPDATE api_keys SET calls_per_min = 100000');
  return started;
}

function writePool({ keys }: Stack): string {
  const file = join(scratch, 'pool.json');
  writeFileSync(
    file,
    JSON.stringify(createSignedInteractions(POOL, keys.applicationId, keys.discordPrivateKey)),
  );
  return file;
}

/** False when a threshold was crossed. Not synchronous: the stack's stand-ins live in this very process. */
function runScenario(scenario: string, poolFile: string): Promise<boolean> {
  console.log(`\n${scenario}: artifacts/load/${scenario}.html\n`);
  const settings = {
    BFF_URL: stack.urls.bff,
    BOT_URL: stack.urls.bot,
    API_KEY: stack.keys.apiKey,
    POOL_FILE: poolFile,
    ...(values.duration === undefined ? {} : { DURATION: values.duration }),
    ...(values.vus === undefined ? {} : { VUS: values.vus }),
    ...(values.rate === undefined ? {} : { RATE: values.rate }),
  };
  const child = spawn(
    k6,
    [
      'run',
      '--quiet',
      '--no-usage-report',
      ...['--summary-export', join(OUTPUT, `${scenario}.json`)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
      join(import.meta.dirname, `${scenario}.js`),
    ],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        K6_WEB_DASHBOARD: 'true',
        // No port: the report is written, nothing is served.
        K6_WEB_DASHBOARD_PORT: '-1',
        K6_WEB_DASHBOARD_EXPORT: join(OUTPUT, `${scenario}.html`),
      },
    },
  );
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
