/** What an operator reads when a command fails: one sentence and the next step. A stack trace only where it is a bug of Libra. */

import { adviseFor, DEVELOPMENT } from './environments.ts';

const NEXT = 'npm run doctor tries each service and says what to do.';
const NETWORK_CODES =
  /^(E(CONN\w+|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|PIPE|TIMEDOUT)|UND_ERR_\w+|CERT_\w+|ERR_TLS_\w+|DEPTH_ZERO\w+|SELF_SIGNED\w+)$/;

/** Never holds a value of a variable. `environment`: what the commands in it have to work on. */
export function explain(error: unknown, environment = process.env.LIBRA_ENV || DEVELOPMENT): string {
  return adviseFor(environment, explainPlainly(error));
}

function explainPlainly(error: unknown): string {
  const { lead, cause } = (error ?? {}) as { lead?: unknown; cause?: unknown };
  if (typeof lead === 'string') return `${lead} ${explainPlainly(cause)}`;
  const chain = causesOf(error);
  const full = chain.find(isDiskFull);
  if (full !== undefined) {
    const { path } = full as NodeJS.ErrnoException;
    return `The disk is full${path === undefined ? '' : ` (${path} could not be written)`}: make room, then try again.`;
  }
  const forbidden = chain.find(({ code }) => code === 'EACCES' || code === 'EROFS' || code === 'EPERM');
  if (forbidden?.path !== undefined)
    return `${forbidden.path} may not be read or written (${forbidden.code}): whose is it? Or choose another place.`;
  const missing = chain.find(
    ({ code, path }) => (code === 'ENOENT' && path !== undefined) || code === 'EISDIR',
  );
  if (missing !== undefined) return explainMissing(missing);
  const taken = chain.find(
    ({ code, syscall }) => (code === 'EEXIST' || code === 'ENOTDIR') && syscall === 'mkdir',
  );
  if (taken !== undefined)
    return `${taken.path} cannot be made: a file is in its place. Name another folder.`;
  const database = chain.find(({ name }) => name === 'NeonDbError' || name === 'DatabaseUnreachableError');
  if (database !== undefined) return explainDatabase(database, chain);
  if (chain.some(({ code }) => code === 'ERR_INVALID_URL'))
    return 'An address that was given is none: it begins with https:// or http://.';
  const network = chain.find(({ code }) => code !== undefined && NETWORK_CODES.test(code));
  if (network !== undefined || chain.some(({ message }) => message === 'fetch failed')) {
    return `${placeOf(network)} cannot be reached${network === undefined ? '' : ` (${network.code})`}: is this machine online, and is the address right? ${NEXT}`;
  }
  const [first] = chain;
  if (first === undefined) return String(error);
  const unsendable = UNSENDABLE.find(({ words }) => words.test(first.message));
  if (unsendable !== undefined) return unsendable.said;
  if (first.name === 'TimeoutError' || first.name === 'AbortError')
    return `A service did not answer in time. ${NEXT}`;
  if (first.code?.startsWith('ERR_PARSE_ARGS'))
    return `${first.message.split('. ')[0]}. --help shows what there is.`;
  return isBug(error as Error) ? `This is a bug of Libra: ${(error as Error).stack}` : first.message;
}

/** What fetch says of these shows the value. */
const UNSENDABLE = [
  {
    words: /URL that includes credentials/,
    said: 'An address that was given holds a user name or a password: leave them out.',
  },
  {
    words: /ByteString|invalid header value/,
    said: 'A key or a token that was given holds a character that none has, such as a line break: copy it again.',
  },
];

function explainMissing({ code, path, syscall = '' }: Cause): string {
  if (syscall.startsWith('spawn')) return `The program ${path} is not installed here, or not in PATH.`;
  // Node says of a folder that cannot be made that it is not there.
  if (syscall === 'mkdir') return `${path} cannot be made: may one write there? Or choose another place.`;
  // Who opens a folder succeeds; who reads it is not told its name.
  if (code === 'EISDIR') return `${path ?? 'What should be a file'} is a folder: name a file.`;
  return `There is no ${path}: is the name right?`;
}

interface Cause {
  name: string;
  message: string;
  code?: string;
  path?: string;
  syscall?: string;
  hostname?: string;
  address?: string;
  port?: number;
}

/** The error, what caused it, and what caused that. */
function causesOf(error: unknown, depth = 0): Cause[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const { cause, sourceError, errors } = error as Error & { sourceError?: unknown; errors?: unknown };
  const inner = [cause, sourceError, ...(Array.isArray(errors) ? errors : [])];
  return [error as Cause, ...inner.flatMap((each) => causesOf(each, depth + 1))];
}

function isDiskFull({ code, message }: Cause): boolean {
  return (
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    code === '53100' ||
    /no space left on device|ENOSPC/i.test(message)
  );
}

/** Each has a digit, which EPIPE has not. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'the login is refused. Copy DATABASE_URL again, with its password.',
  '28000': 'the login is refused. Copy DATABASE_URL again, with its password.',
  '3D000': 'there is no database of that name. Its name is the last part of DATABASE_URL.',
  '42P01': 'a table is missing: npm run migrate.',
  '42703': 'a column is missing: npm run migrate.',
  '42501': 'the user of DATABASE_URL may not do that. It has to own the schema.',
  '55P03': 'another migration is under way. Try again when it has ended.',
};

function explainDatabase(error: Cause, chain: readonly Cause[]): string {
  // Where PostgreSQL does not take the login, its own words lie below “cannot be reached”.
  const refusal = chain.find(({ code }) => code !== undefined && SQLSTATE.test(code));
  if (refusal !== undefined)
    return `The database refuses: ${REFUSALS[refusal.code ?? ''] ?? `${refusal.message} (${refusal.code})`}`;
  if (/password authentication failed|does not exist/.test(error.message))
    return `The database refuses: ${error.message}. Copy DATABASE_URL again.`;
  if (/HTTP status (413|507)\b|too large/.test(error.message))
    return 'That is more than the database takes or gives in one request over HTTP. Use pg_dump and pg_restore, or Neon’s branches.';
  const why = chain.find(({ code }) => code !== undefined && NETWORK_CODES.test(code))?.code;
  return `The database of DATABASE_URL cannot be reached${why === undefined ? '' : ` (${why})`}: is its address right, and is it up? ${NEXT}`;
}

function placeOf(cause: Cause | undefined): string {
  if (cause?.hostname !== undefined) return cause.hostname;
  return cause?.address === undefined
    ? 'A service'
    : `${cause.address}${cause.port === undefined ? '' : `:${cause.port}`}`;
}

/** What is thrown on purpose is a plain Error or has a class of its own. */
function isBug(error: Error): boolean {
  return [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error.constructor === kind);
}
