/** `npm run erase`: all that is stored about a person goes, as if they had pressed it in Discord. See `-- --help`. */
import { OPERATOR_ERASE_PATH } from '../shared/contract/routes.ts';
import { signCall } from './sign/signed-call.ts';
import { onlyPositional, readArguments } from './stack/arguments.ts';
import { explain } from './stack/explain.ts';
import { findPublicRoute } from './stack/public-origin.ts';

const HELP = `Erases all that is stored about a person who cannot do it in Discord (/privacy) any more: conversations, memory, reminders,
answers under way, kept copies. What stays and why: docs/operations.md, "What is stored".

  npm run erase -- 200000000000000001                          of the stack that npm start runs
  LIBRA_ENV=production npm run erase -- 200000000000000001     of a deployment
  … --origin https://…                                         where the bot answers that has a domain of its own

The order is kept until it has succeeded, also when a service is down now. Copy user ids in Discord with Developer Mode on.`;

const { values, positionals } = readArguments(HELP, {
  allowPositionals: true,
  options: { origin: { type: 'string' } },
});

try {
  const userId = onlyPositional(positionals, 'erase') ?? '';
  if (!/^\d{15,20}$/.test(userId))
    throw new Error(`erase takes the id of a user (15 to 20 digits).\n\n${HELP}`);
  const { origin, secret } = await findPublicRoute('bot', values.origin);
  const body = JSON.stringify({ user_id: userId });
  const call = await signCall({ secret, signer: 'bot', url: `${origin}${OPERATOR_ERASE_PATH}`, body });
  const response = await fetch(call.url, { ...call, signal: AbortSignal.timeout(15_000) });
  if (response.status === 401)
    throw new Error(
      'The bot refuses the signature: is WORKER_SHARED_SECRET the one that it has, and is the clock right?',
    );
  if (response.status !== 202)
    throw new Error(`The bot answers ${response.status}. Nothing is ordered; try again.`);
  console.log('Ordered. It is tried until it has succeeded; the log says privacy.erased.');
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
