/**
 * `npm run deploy`: migrations → llm → mcp → bff → documents → bot → command registration → health, stopping at the first failure.
 * In this order nobody ever calls a Worker that is older than he expects.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { secretsOf } from './deploy/secrets.ts';
import { PROJECT_ROOT, type WorkerName } from './stack/build.ts';
import { readDevVars } from './stack/dev-vars.ts';
import { migrate } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';
import { registerCommands } from './stack/register.ts';

const HELP = `Deploys all of Libra to Cloudflare.

  npm run deploy                                 migrations, llm, mcp, bff, documents, bot, commands, health
  npm run deploy -- --dry-run                    builds everything and checks the configuration; changes nothing
  npm run deploy -- --health https://…           the bot's address, asked for its health at the end

Needs \`npx wrangler login\` (or CLOUDFLARE_API_TOKEN), and in .dev.vars: DATABASE_URL and the three DISCORD_ variables.`;

const ORDER: readonly WorkerName[] = ['llm', 'mcp', 'bff', 'documents', 'bot'];

try {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      health: { type: 'string' },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const { health } = values;
  if (health !== undefined && !/^https?:$/.test(URL.parse(health)?.protocol ?? '')) {
    throw new Error('--health takes the address of the bot: https://…');
  }
  if (values.help) console.log(HELP);
  else if (values['dry-run']) rehearse();
  else await deploy(health);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function rehearse(): void {
  const settings = readSettings();
  const { problem, catalogue, mcp } = settings;
  console.log(problem ?? 'Configuration: complete.');
  for (const worker of ORDER) {
    wrangler(['deploy', '--dry-run', '--env', worker, ...listsOf(worker, settings)]);
    console.log(
      `${worker} builds. Secrets it needs: ${secretsOf(worker, catalogue?.catalogue, mcp?.servers).join(', ')}\n`,
    );
  }
  console.log('Nothing was changed.');
}

async function deploy(healthUrl: string | undefined): Promise<void> {
  const settings = readSettings();
  const { discord, problem } = settings;
  if (problem !== undefined || discord === undefined) throw new Error(problem ?? HELP);
  const applied = await withOperatorDatabase((database) => migrate(database));
  console.log(`Migrations applied: ${applied}`);
  for (const worker of ORDER) wrangler(['deploy', '--env', worker, ...listsOf(worker, settings)]);
  const { applicationId, botToken } = discord;
  const count = await registerCommands({
    apiBaseUrl: 'https://discord.com/api/v10',
    applicationId,
    botToken,
  });
  console.log(`Commands registered: ${count}`);
  if (healthUrl === undefined) return;
  const response = await fetch(`${healthUrl.replace(/\/+$/, '')}/health`, {
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok)
    throw new Error(
      `The bot is deployed, but its health answers ${response.status}: see npx wrangler tail --env bot`,
    );
  console.log(`Healthy: ${await response.text()}`);
}

function readSettings() {
  const settings = readDevVars();
  const missing = [
    ...(settings.database === undefined ? ['DATABASE_URL'] : []),
    ...(settings.discord === undefined
      ? ['DISCORD_APPLICATION_ID, DISCORD_PUBLIC_KEY, DISCORD_BOT_TOKEN']
      : []),
  ];
  return {
    discord: settings.discord,
    catalogue: settings.catalogue,
    mcp: settings.mcp,
    problem: missing.length === 0 ? undefined : `Missing in .dev.vars: ${missing.join(', ')}`,
  };
}

/** What catalogue.json holds goes to the Workers that know of models, and MCP_SERVERS to those that know of tools. */
function listsOf(worker: WorkerName, { catalogue, mcp }: ReturnType<typeof readSettings>): string[] {
  const variables = {
    ...(worker === 'bff' || worker === 'llm' ? catalogue?.variables : {}),
    ...(worker === 'bff' || worker === 'mcp' ? mcp?.variables : {}),
  };
  return Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
}

function wrangler(args: readonly string[]): void {
  const script = join(PROJECT_ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: PROJECT_ROOT,
    stdio: 'inherit',
    // The banner asks a registry for the newest wrangler; the lock file has decided that.
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
  });
  if (status !== 0)
    throw new Error(
      `wrangler ${args.filter((arg) => arg.length < 100).join(' ')} failed; its messages are above. Nothing after it was done.`,
    );
}
