/** `npm run doctor`: checks the configuration and every outside service that it names, and says what to do. */
import { styleText } from 'node:util';
import { parseOrigins } from './deploy/prepare.ts';
import { checkAccess } from './doctor/access.ts';
import { checkDatabase, checkDiscord, checkRedis } from './doctor/checks.ts';
import { checkClock } from './doctor/clock.ts';
import { checkCommands } from './doctor/commands.ts';
import { type Finding, findingFor } from './doctor/finding.ts';
import { checkMcpServers } from './doctor/mcp.ts';
import { checkModeration } from './doctor/moderation.ts';
import { checkProviders } from './doctor/providers.ts';
import { checkRoutes, type Routes } from './doctor/routes.ts';
import { checkSearch } from './doctor/search.ts';
import { readArguments } from './stack/arguments.ts';
import { readOperatorVars } from './stack/dev-vars.ts';
import { chosenEnvironment, DEVELOPMENT } from './stack/environments.ts';
import { explain } from './stack/explain.ts';
import { withDatabaseOf } from './stack/operator-database.ts';
import { findPublicRoute, originAtCloudflare } from './stack/public-origin.ts';
import type { StackSettings } from './stack/settings.ts';

const HELP = `Checks the configuration and every outside service that it names, and says what to do next.

  npm run doctor                                what .dev.vars names, and the stack that npm start runs
  LIBRA_ENV=production npm run doctor           what .production.vars names, and the deployed Workers
  … -- --origin bot=https://… --origin bff=https://…   Workers behind a domain of one's own
  … -- --json                                   for programs: a list of {part, state, seen, advice}

Each model is asked for one short answer, as the llm Worker asks it. Exits with 1 when something does not work.`;

const SYMBOL = {
  ok: styleText('green', '✔'),
  'stand-in': styleText('yellow', '•'),
  untried: styleText('yellow', '•'),
  failed: styleText('red', '✘'),
};

const { values } = readArguments(HELP, {
  options: {
    json: { type: 'boolean', default: false },
    origin: { type: 'string', multiple: true, default: [] },
  },
});

try {
  const findings = await examine(readOperatorVars({ needsKeys: true }));
  const environment = chosenEnvironment();
  report(findings.map((finding) => findingFor(environment, finding)));
} catch (error) {
  if (values.json)
    console.log(JSON.stringify([{ part: 'configuration', state: 'failed', seen: explain(error) }]));
  else console.error(explain(error));
  process.exitCode = 1;
}

function report(findings: readonly Finding[]): void {
  if (findings.some(({ state }) => state === 'failed')) process.exitCode = 1;
  if (values.json) {
    console.log(JSON.stringify(findings, null, 2));
    return;
  }
  for (const { part, state, seen, advice } of findings) {
    console.log(
      `${SYMBOL[state]} ${part.padEnd(15)} ${seen}${advice === undefined ? '' : styleText('dim', ` — ${advice}`)}`,
    );
  }
}

async function examine(settings: StackSettings): Promise<Finding[]> {
  const apiBaseUrl = process.env.DISCORD_API_BASE_URL ?? 'https://discord.com/api/v10';
  const { upstash, discord, database } = settings;
  const timekeepers = [
    ...(discord === undefined ? [] : [apiBaseUrl]),
    ...(upstash === undefined ? [] : [upstash.url]),
  ];
  const findings = await Promise.all<Finding | Finding[]>([
    checkClock(timekeepers),
    checkDiscord(settings, apiBaseUrl),
    ...(discord === undefined
      ? []
      : [checkCommands(settings, apiBaseUrl), checkAccess(settings, apiBaseUrl)]),
    checkProviders(settings),
    checkRedis(settings),
    checkSearch(settings),
    checkModeration(settings),
    checkMcpServers(settings),
    checkDatabase(database === undefined ? null : (use) => withDatabaseOf(settings, use)),
    findRoutes().then((routes) => checkRoutes(routes, whereRoutesAreKnown())),
  ]);
  return findings.flat();
}

function whereRoutesAreKnown(): string {
  return chosenEnvironment() === DEVELOPMENT
    ? 'npm start in another terminal, or give --origin.'
    : 'npx wrangler login, or set CLOUDFLARE_API_TOKEN; or give --origin bot=https://… --origin bff=https://…';
}

/** Of the stack that runs, or of the deployment; none where neither can be found. */
async function findRoutes(): Promise<Routes> {
  const given = parseOrigins(values.origin);
  const environment = chosenEnvironment();
  const find = async (worker: 'bot' | 'bff') =>
    given.get(worker) ??
    (await (environment === DEVELOPMENT
      ? findPublicRoute(worker).then(({ origin }) => origin)
      : originAtCloudflare(worker, environment)
    ).catch(() => undefined));
  const [bot, bff] = await Promise.all([find('bot'), find('bff')]);
  const secret =
    environment === DEVELOPMENT
      ? await findPublicRoute('bff').then(
          (route) => route.secret,
          () => undefined,
        )
      : readOperatorVars().overrides.WORKER_SHARED_SECRET;
  return {
    ...(bot === undefined ? {} : { bot }),
    ...(bff === undefined ? {} : { bff }),
    ...(secret === undefined ? {} : { secret }),
  };
}
