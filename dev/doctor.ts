/** `npm run doctor`: checks the configuration and every outside service that it names, and says what to do. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { checkDatabase, checkDiscord, checkProviders, checkRedis, type Finding } from './doctor/checks.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';
import { parseDevVars, type StackSettings } from './stack/settings.ts';

const HELP = `Checks the configuration and every outside service that it names, and says what to do.

  npm run doctor

Reads .dev.vars. Exits with 1 when something does not work.`;

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
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function report(): Promise<void> {
  const file = join(PROJECT_ROOT, '.dev.vars');
  const findings = await examine(parseDevVars(existsSync(file) ? readFileSync(file, 'utf8') : ''));
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
    checkDatabase(settings.database === undefined ? null : withOperatorDatabase),
  ]);
  return findings.flat();
}
