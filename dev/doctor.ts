/** `npm run doctor`: checks the configuration and every outside service that it names, and says what to do. */
import { parseArgs, styleText } from 'node:util';
import { checkDatabase, checkDiscord, checkRedis } from './doctor/checks.ts';
import type { Finding } from './doctor/finding.ts';
import { checkMcpServers } from './doctor/mcp.ts';
import { checkModeration } from './doctor/moderation.ts';
import { checkProviders } from './doctor/providers.ts';
import { checkSearch } from './doctor/search.ts';
import { readOperatorVars } from './stack/dev-vars.ts';
import { explain } from './stack/explain.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';
import type { StackSettings } from './stack/settings.ts';

const HELP = `Checks the configuration and every outside service that it names, and says what to do.

  npm run doctor

Reads .dev.vars and catalogue.json. Each model is asked for one short answer, as the llm Worker asks it. Exits with 1 when something does not work.`;

const SYMBOL = {
  ok: styleText('green', '✔'),
  'stand-in': styleText('yellow', '•'),
  failed: styleText('red', '✘'),
};

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false, short: 'h' } } });
  if (values.help) console.log(HELP);
  else await report();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function report(): Promise<void> {
  const findings = await examine(readOperatorVars({ needsKeys: true }));
  for (const { part, state, seen, advice } of findings) {
    console.log(
      `${SYMBOL[state]} ${part.padEnd(15)} ${seen}${advice === undefined ? '' : styleText('dim', ` — ${advice}`)}`,
    );
  }
  if (findings.some(({ state }) => state === 'failed')) process.exitCode = 1;
}

async function examine(settings: StackSettings): Promise<Finding[]> {
  const findings = await Promise.all<Finding | Finding[]>([
    checkDiscord(settings, process.env.DISCORD_API_BASE_URL ?? 'https://discord.com/api/v10'),
    checkProviders(settings),
    checkRedis(settings),
    checkSearch(settings),
    checkModeration(settings),
    checkMcpServers(settings),
    checkDatabase(settings.database === undefined ? null : withOperatorDatabase),
  ]);
  return findings.flat();
}
