/** `npm run ask -- "…"`: one signed /chat through the whole stack, its answer streamed to the terminal. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Answer, AskError, ask } from './ask/conversation.ts';
import type { PageLocale } from './discord/protocol.ts';
import { PROJECT_ROOT } from './stack/build.ts';
import { readLocalVars } from './stack/dev-vars.ts';
import { refuseDeployment } from './stack/environments.ts';
import { explain } from './stack/explain.ts';
import { readRunning } from './stack/running.ts';
import { DevVarsError } from './stack/settings.ts';
import { startStack } from './stack/stack.ts';
import { goOnUnread } from './stack/unread-output.ts';
import { exitOnSignals } from './stand-in/temporary-folder.ts';

const HELP = `Asks Libra one question through the whole local stack and streams the answer.

  npm run ask -- "1부터 20까지 세어줘"
  npm run ask -- --json "Hello"     print the figures as one JSON line instead of the text
  npm run ask -- --locale en-US …   the language of the person who asks (ko or en-US; default ko)
  npm run ask -- --data-dir DIR …   the state folder of the stack to ask (default .libra)

Uses the stack that \`npm start\` runs, or starts one for the question. Exits with 1 when no whole answer came,
with 2 when it was used in the wrong way, and says why.`;

goOnUnread();
const { values, positionals } = readArguments();
const prompt = positionals.join(' ').trim();

if (values.help) {
  console.log(HELP);
  process.exit(0);
}
if (prompt === '') refuseUsage('prompt_empty', 'There is no question.');
const locale: PageLocale =
  values.locale === 'ko' || values.locale === 'en-US'
    ? values.locale
    : refuseUsage('invalid_locale', '--locale takes ko or en-US');

try {
  const answer = await askRunningOrOwn(prompt);
  if (values.json) {
    const { text, ...figures } = answer;
    console.log(JSON.stringify({ ok: true, ...figures, characters: text.length }));
  } else {
    process.stdout.write('\n');
  }
} catch (error) {
  const reason = explain(error);
  const code = codeOf(error);
  if (values.json) console.log(JSON.stringify({ ok: false, code, reason }));
  else console.error(`\nNo whole answer: ${reason} (${code})`);
  process.exitCode = 1;
}

async function askRunningOrOwn(question: string): Promise<Answer> {
  refuseDeployment();
  const onText = values.json ? () => {} : (text: string) => process.stdout.write(text);
  const running = readRunning(values['data-dir']);
  if (running !== undefined) {
    if (running.page === null)
      throw new AskError('real_discord', 'the running stack uses the real Discord; ask there');
    return await ask({ discordUrl: running.page, prompt: question, locale, onText });
  }
  const { discord: _, ...settings } = readLocalVars({ needsKeys: true });
  console.error('No stack is running; starting one for this question…');
  // An exit ends what the stack has started; a signal that nobody takes would not.
  exitOnSignals();
  const stack = await startStack({ settings, discordFaults: { unknownWebhookMs: 150 } });
  try {
    return await ask({ discordUrl: stack.urls.page ?? '', prompt: question, locale, onText });
  } finally {
    await stack.close();
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AskError) return error.code;
  return error instanceof DevVarsError ? 'invalid_settings' : 'internal';
}

/** For wrong arguments: exits with 2. */
function refuseUsage(code: string, reason: string): never {
  if (process.argv.includes('--json')) console.log(JSON.stringify({ ok: false, code, reason }));
  else console.error(`${reason}\n\n${HELP}`);
  return process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        locale: { type: 'string', default: 'ko' },
        'data-dir': { type: 'string', default: join(PROJECT_ROOT, '.libra') },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    return refuseUsage('invalid_option', error instanceof Error ? error.message : String(error));
  }
}
