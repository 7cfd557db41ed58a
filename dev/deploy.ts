/** `npm run deploy`: checks, migrations, the Workers one after the other with a look at each, commands. See `-- --help`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { settleAddresses } from './deploy/addresses.ts';
import { lookAtAll, lookAtSchema } from './deploy/check.ts';
import { openCloudflare, type Prepared, parseOrigins, prepare } from './deploy/prepare.ts';
import { fingerprint } from './deploy/release.ts';
import { messageOf } from './deploy/rollback.ts';
import { runDeployment } from './deploy/run.ts';
import { createSmokeTest } from './deploy/smoke.ts';
import { findProblems } from './deploy/targets.ts';
import { createWrangler } from './deploy/wrangler.ts';
import { inviteLink } from './discord/invite.ts';
import { readArguments } from './stack/arguments.ts';
import { checkEnvironment, PRODUCTION, varsFileOf } from './stack/environments.ts';
import { explain } from './stack/explain.ts';
import { AHEAD, migrate, readMigrations, readSchemaState, type SchemaState } from './stack/migrate.ts';
import { withDatabaseOf } from './stack/operator-database.ts';
import { registerCommands } from './stack/register.ts';
import { buildTalkPage } from './stack/talk-page.ts';

const HELP = `Deploys all of Libra to Cloudflare: migrations, then each Worker (who is called before who calls) with a
look whether it works. When one does not, all of this run goes back to what was before.

  npm run deploy                                 production, configured by .production.vars
  npm run deploy -- --env staging                Workers libra-…-staging, configured by .staging.vars
  npm run deploy -- --dry-run                    says all that would be done, builds everything, changes nothing
  npm run deploy -- --gradual 10,50 --pause 300  a part of the requests first, each part for so many seconds
  npm run deploy -- --only llm,bff               these Workers alone
  npm run deploy -- --patience 60                how many seconds a new version may take until it is seen (30)
  npm run deploy -- --allow-destructive          migrations that take something away; a checkout older than the schema
  npm run deploy -- --origin bot=https://…       where a Worker answers that has a domain of its own
  npm run deploy -- --skip-register              leave Discord's commands as they are

Run again after an interruption, it goes on where it was. Needs \`npx wrangler login\` or CLOUDFLARE_API_TOKEN.`;

const { values } = readArguments(HELP, {
  options: {
    env: { type: 'string', default: process.env.LIBRA_ENV || PRODUCTION },
    'dry-run': { type: 'boolean', default: false },
    gradual: { type: 'string', default: '' },
    pause: { type: 'string', default: '60' },
    only: { type: 'string' },
    patience: { type: 'string', default: '30' },
    origin: { type: 'string', multiple: true, default: [] },
    'allow-destructive': { type: 'boolean', default: false },
    'skip-register': { type: 'boolean', default: false },
  },
});

try {
  const environment = checkEnvironment(values.env);
  const options = {
    steps: parseSteps(values.gradual),
    pauseMs: parseSeconds('pause', values.pause) * 1_000,
    patienceMs: parseSeconds('patience', values.patience) * 1_000,
    origins: parseOrigins(values.origin),
  };
  const prepared = await prepare(environment, values.only?.split(','));
  console.log(`>>> ${environment.toUpperCase()} (${varsFileOf(environment)}), version ${prepared.version}`);
  if (values['dry-run']) await rehearse(prepared, options);
  else await deploy(prepared, options);
} catch (error) {
  console.error(explain(error, values.env));
  process.exitCode = 1;
}

async function rehearse(prepared: Prepared, { origins }: Options): Promise<void> {
  const { settings, targets, environment } = prepared;
  const problems = findProblems(settings, varsFileOf(environment));
  const opened = await openCloudflare().catch((error: unknown) => {
    console.log(`Cloudflare was not asked: ${explain(error, values.env)}`);
    return null;
  });
  if (opened !== null) await settleAddresses(targets, origins, opened.cloudflare);
  const look = await lookAtAll(targets, fingerprint(prepared.sources, targets), opened?.cloudflare ?? null);
  console.log('Would be done, in this order:');
  const schema = await readSchema(prepared).catch((error: unknown) => explain(error, values.env));
  if (typeof schema === 'string') problems.push(`the schema could not be read: ${schema}`);
  else {
    const { problem, plan } = lookAtSchema(schema, values['allow-destructive']);
    console.log(`  - ${plan}`);
    problems.push(...(problem === undefined ? [] : [problem]));
  }
  for (const line of look.plan) console.log(`  - ${line}`);
  console.log(
    `  - ${values['skip-register'] ? 'leave the commands as they are' : 'register the commands with Discord'}`,
  );
  problems.push(...look.problems);
  const wrangler = createWrangler(null);
  try {
    problems.push(...(await buildPages(targets)));
    for (const target of targets) {
      await wrangler.build(target);
      console.log(`${target.name} builds.`);
    }
  } finally {
    wrangler.close();
  }
  const asFar = opened === null ? ', as far as can be told without Cloudflare' : '';
  if (problems.length === 0) console.log(`Configuration: complete${asFar}. Nothing was changed.`);
  else {
    console.error(
      `Not ready:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\nNothing was changed.`,
    );
    process.exitCode = 1;
  }
}

interface Options {
  steps: number[];
  pauseMs: number;
  patienceMs: number;
  origins: Map<string, string>;
}

async function deploy(prepared: Prepared, options: Options): Promise<void> {
  const { settings, targets, environment, version, sources } = prepared;
  const { access, cloudflare } = await openCloudflare();
  const { originOf } = await settleAddresses(targets, options.origins, cloudflare);
  const release = fingerprint(sources, targets);
  const schema = await readSchema(prepared);
  const refusal = lookAtSchema(schema, values['allow-destructive']);
  const look = await lookAtAll(targets, release, cloudflare);
  const problems = [
    ...findProblems(settings, varsFileOf(environment)),
    ...(refusal.problem === undefined ? [] : [refusal.problem]),
    ...look.problems,
    ...(await buildPages(targets)),
  ];
  if (problems.length > 0)
    throw new Error(`Nothing was changed:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);

  if (schema.isAhead) console.log(AHEAD);
  const applied = await withDatabaseOf(settings, (database) => migrate(database));
  console.log(`migrations applied: ${applied}`);

  const wrangler = createWrangler(access);
  try {
    const outcome = await runDeployment(
      targets,
      {
        release,
        message: messageOf(version, readMigrations().at(-1)?.at ?? 0),
        steps: options.steps,
        pauseMs: options.pauseMs,
      },
      {
        cloudflare,
        uploader: wrangler,
        smoke: createSmokeTest({
          originOf,
          version,
          patienceMs: options.patienceMs,
          secret: settings.overrides.WORKER_SHARED_SECRET,
          sleep,
          fetch,
        }),
        say: (line) => console.log(line),
        sleep,
      },
    );
    if (!outcome.ok) {
      throw new Error(
        `${outcome.worker} is red, and this run was taken back, but for Workers that are new. The schema stays as it is: what was before can live with it. ` +
          `Its log: npx wrangler tail ${outcome.worker}`,
      );
    }
  } finally {
    wrangler.close();
  }
  await register(prepared);
  console.log(`Deployed: ${targets.map(({ name }) => name).join(', ')} at version ${version}.`);
  const [bot, page] = [originOf('bot'), originOf('console')];
  if (bot !== undefined) console.log(`Interactions Endpoint URL, in Discord's portal: ${bot}/interactions`);
  if (page !== undefined) console.log(`Console: ${page}/console`);
}

/** What a Worker serves besides its code has to be there when it is uploaded. Gives what stands in the way. */
async function buildPages(targets: Prepared['targets']): Promise<string[]> {
  if (!targets.some(({ worker }) => worker === 'voice')) return [];
  const { withoutVoice } = await buildTalkPage();
  return withoutVoice === null ? [] : [`the talk page has no voice detection: ${withoutVoice}`];
}

async function register({ settings: { discord } }: Prepared): Promise<void> {
  if (values['skip-register'] || discord === undefined) return;
  const { applicationId, botToken } = discord;
  const apiBaseUrl = process.env.DISCORD_API_BASE_URL ?? 'https://discord.com/api/v10';
  console.log(`commands registered: ${await registerCommands({ apiBaseUrl, applicationId, botToken })}`);
  console.log(`Invite Libra: ${inviteLink(applicationId)}`);
}

function readSchema({ settings, environment }: Prepared): Promise<SchemaState> {
  if (settings.database === undefined)
    throw new Error(`DATABASE_URL is missing in ${varsFileOf(environment)}`);
  return withDatabaseOf(settings, (database) => readSchemaState(database));
}

function parseSteps(text: string): number[] {
  const steps = text === '' ? [] : text.split(',').map(Number);
  const isRising = steps.every((step, index) => step > (steps[index - 1] ?? 0));
  if (!isRising || !steps.every((step) => Number.isInteger(step) && step >= 1 && step <= 99))
    throw new Error('--gradual takes rising percentages from 1 to 99, such as 10,50');
  return steps;
}

function parseSeconds(name: string, text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new Error(`--${name} takes seconds, from 0 to 9999`);
  return Number(text);
}
