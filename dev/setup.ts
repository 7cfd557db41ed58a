/** `npm run setup`: asks for what Libra needs, tries each key, registers the commands, ends with the invite link. See `-- --help`. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { inviteLink } from './discord/invite.ts';
import { checkDatabase, checkDiscord, checkRedis } from './doctor/checks.ts';
import { type Finding, failed } from './doctor/finding.ts';
import { checkProviders } from './doctor/providers.ts';
import { type AskDeps, askAll, missingFor, type PartName } from './setup/ask.ts';
import { chooseLanguage, SETUP_TEXTS, type SetupTexts, terminalLocale } from './setup/texts.ts';
import { setVariable } from './setup/vars-file.ts';
import { readArguments } from './stack/arguments.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { parseVars } from './stack/env-lines.ts';
import { adviseFor, checkEnvironment, DEVELOPMENT, varsFileOf } from './stack/environments.ts';
import { explain } from './stack/explain.ts';
import { withDatabaseOf } from './stack/operator-database.ts';
import { registerCommands } from './stack/register.ts';
import { parseDevVars, type StackSettings } from './stack/settings.ts';

const HELP = `Asks for what Libra needs, writes it into a file, tries each key, registers the commands, and ends with the invite link.

  npm run setup                                  .dev.vars, for npm start
  npm run setup -- --env production              .production.vars, for npm run deploy
  npm run setup -- --lang ko                     in Korean (else as the terminal is set)

Can be stopped and run again: what is set is kept. Answers may be piped, one a line, an empty one for each question to skip.`;

const { values } = readArguments(HELP, {
  options: {
    env: { type: 'string', default: process.env.LIBRA_ENV || DEVELOPMENT },
    lang: { type: 'string' },
  },
});

try {
  process.exitCode = await run(checkEnvironment(values.env));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function run(environment: string): Promise<number> {
  const texts = SETUP_TEXTS[chooseLanguage(values.lang, terminalLocale(process.env))];
  const name = varsFileOf(environment);
  const file = join(PROJECT_ROOT, name);
  let text = readFileSync(existsSync(file) ? file : join(PROJECT_ROOT, '.dev.vars.example'), 'utf8');
  const given = Object.entries(parseVars(text)).filter(([, value]) => value !== undefined && value !== '');
  const answers = Object.fromEntries(given) as Record<string, string>;
  const isLocal = environment === DEVELOPMENT;
  console.log(`${texts.welcome(name)}\n${texts.skips[isLocal ? 'local' : 'deploy']}`);
  const lines = openLines();
  const deps: AskDeps = {
    texts,
    read: lines.read,
    say: (line) => console.log(line),
    store(variable, value) {
      text = setVariable(text, variable, value);
      // Whole or not at all, also when it is stopped at this moment.
      writeFileSync(`${file}.part`, text, { mode: 0o600 });
      renameSync(`${file}.part`, file);
    },
    check: (part, all) => check(part, all),
    random: () => randomBytes(32).toString('base64url'),
  };
  try {
    if (!(await askAll(answers, deps))) return 1;
  } finally {
    lines.close();
  }
  console.log(texts.written(name));
  const { discord } = parseDevVars(text, undefined, name);
  const isRegistered = discord === undefined || (await register(discord, texts, environment));
  const missing = isLocal ? [] : missingFor(answers);
  if (missing.length > 0) console.log(texts.missing(missing));
  console.log(isLocal ? texts.nextLocal : texts.nextDeploy(environment));
  return isRegistered ? 0 : 1;
}

/** What was given is of use without the commands, too: the rest is said all the same. */
async function register(
  { applicationId, botToken }: NonNullable<StackSettings['discord']>,
  texts: SetupTexts,
  environment: string,
): Promise<boolean> {
  try {
    const count = await registerCommands({ apiBaseUrl: discordApi(), applicationId, botToken });
    console.log(texts.registered(count));
    console.log(texts.invite(inviteLink(applicationId)));
    return true;
  } catch (error) {
    const why = explain(error, environment).replace(/\.?$/, '.');
    console.log(texts.notRegistered(why, adviseFor(environment, 'npm run register')));
    return false;
  }
}

/** With the variables of one part alone: another may not be whole yet. */
async function check(part: PartName, all: Readonly<Record<string, string>>): Promise<Finding> {
  const of: Record<PartName, RegExp> = {
    Discord: /^DISCORD_/,
    'model provider': /^(OPENAI_|DEFAULT_LLM_MODEL)/,
    'Upstash Redis': /^UPSTASH_/,
    Postgres: /^DATABASE_URL/,
  };
  try {
    const own = Object.entries(all).filter(([name]) => of[part].test(name));
    const settings = parseDevVars(own.reduce((text, [name, value]) => setVariable(text, name, value), ''));
    return await checkPart(part, settings);
  } catch (error) {
    return failed(part, explain(error).replace(/\n\s*/g, ' '), '');
  }
}

async function checkPart(part: PartName, settings: StackSettings): Promise<Finding> {
  switch (part) {
    case 'Discord':
      return withoutEndpoint(await checkDiscord(settings, discordApi()));
    case 'Upstash Redis':
      return checkRedis(settings);
    case 'Postgres':
      return withoutMigrations(await checkDatabase((use) => withDatabaseOf(settings, use)));
    case 'model provider': {
      const findings = await checkProviders(settings);
      return (
        findings.find(({ state }) => state === 'failed') ?? findings[0] ?? failed(part, 'nothing to ask', '')
      );
    }
  }
}

/** They come with the deployment, after this. */
function withoutEndpoint(finding: Finding): Finding {
  return /endpoint is set|events do not come/.test(finding.seen)
    ? { ...finding, state: 'ok', seen: 'token and key fit' }
    : finding;
}

function withoutMigrations(finding: Finding): Finding {
  return /migrations are missing/.test(finding.seen) ? { ...finding, state: 'ok', seen: 'reached' } : finding;
}

function discordApi(): string {
  return process.env.DISCORD_API_BASE_URL ?? 'https://discord.com/api/v10';
}

/** Lines of a terminal or a pipe. What is typed as a secret is not shown. */
function openLines() {
  const isTerminal = process.stdin.isTTY === true;
  let isHidden = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) process.stdout.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: isTerminal });
  const waiting: ((line: string | null) => void)[] = [];
  const early: string[] = [];
  let isOver = false;
  terminal.on('line', (line) => {
    const next = waiting.shift();
    if (next === undefined) early.push(line);
    else next(line);
  });
  terminal.on('close', () => {
    isOver = true;
    for (const next of waiting.splice(0)) next(null);
  });
  return {
    async read(question: string, isSecret: boolean): Promise<string | null> {
      process.stdout.write(question);
      isHidden = isSecret && isTerminal;
      const line =
        early.shift() ??
        (isOver ? null : await new Promise<string | null>((resolve) => waiting.push(resolve)));
      isHidden = false;
      if (isSecret || !isTerminal) process.stdout.write('\n');
      return line;
    },
    close: () => terminal.close(),
  };
}
