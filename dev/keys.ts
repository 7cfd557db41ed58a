/** `npm run keys`: bearer keys of API clients. A secret is shown once, when it is made; only its hash is stored. */
import { nearest } from '../shared/text/nearest.ts';
import { createApiKey, hashApiKey } from '../workers/bff/access/api-key.ts';
import {
  CHANGES,
  type ChangeOption,
  naming,
  parseChange,
  parseName,
} from '../workers/bff/operator/keys/change.ts';
import { parseSpan } from '../workers/bff/operator/keys/quantity.ts';
import {
  changeKey,
  createKey,
  findKey,
  type KeyRow,
  listKeys,
  readUses,
  revokeKey,
  rotateKey,
} from '../workers/bff/operator/keys/table.ts';
import { describeKey, tableOf } from './keys/describe.ts';
import { readArguments } from './stack/arguments.ts';
import { readOperatorVars } from './stack/dev-vars.ts';
import { explain as explainFailure } from './stack/explain.ts';
import { connect } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

const HELP = `Keys for the OpenAI-compatible API of the bff.

  npm run keys -- create NAME [LIMITS]     make a key and print it, once
  npm run keys -- list                     all keys, without the keys themselves
  npm run keys -- show ID                  its limits, its use today and this month, its last use
  npm run keys -- limit ID LIMITS          change what is named; the rest stays
  npm run keys -- rotate ID [--overlap 24h] [--force]
                                           a new secret; the one before works until the overlap ends
  npm run keys -- revoke ID                no secret of the key works any more

LIMITS
  --calls-per-min 60
  --tokens-per-min 20k | none              --tokens-per-day 1m | none | default
  --tokens-per-month 20m | none            --usd-per-day 2.50 | none | default
  --usd-per-month 40 | none                --cache on | off          --moderation on | off
  --models NAME,NAME | all                 --endpoints chat,models | all
  --expires 30d | 2027-01-31 | never       --owner NAME | none
  --operator all | read,keys | none        a key for the console and /metrics, and for nothing else

With --json everything is printed as JSON. A change is in force within 30 seconds.
Works on the database of DATABASE_URL, or of the stack that npm start runs.`;

const DEFAULT_CALLS_PER_MIN = 60;
const DEFAULT_OVERLAP = '24h';

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  ...(Object.fromEntries(Object.keys(CHANGES).map((name) => [name, text])) as Record<
    ChangeOption,
    typeof text
  >),
  overlap: text,
  force: flag,
  json: flag,
} as const;

const { values, positionals } = readArguments(HELP, { allowPositionals: true, options: OPTIONS });

type Values = typeof values;
type Sql = ReturnType<typeof connect>;

const CHANGE_OPTIONS = Object.keys(CHANGES);
/** Which options each verb takes besides --json. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  create: CHANGE_OPTIONS,
  list: [],
  show: [],
  limit: CHANGE_OPTIONS,
  rotate: ['overlap', 'force'],
  revoke: [],
};

try {
  await run();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const [verb = '', argument, ...rest] = positionals;
  const allowed = VERBS[verb];
  if (allowed === undefined) {
    const meant = nearest(verb, Object.keys(VERBS));
    const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw new Error(verb === '' ? HELP : `There is no verb '${verb}'.${question}\n\n${HELP}`);
  }
  refuseOthers(verb, values, allowed);
  const operands = positionals.length - 1;
  if (rest.length > 0 || (verb === 'list' && operands > 0)) {
    throw new Error(
      `${verb} takes ${verb === 'list' ? 'no' : 'one'} argument: quote a name that has spaces.`,
    );
  }
  if (verb === 'list') return withSql(async (sql) => list(await listKeys(sql), values));
  if (argument === undefined) {
    throw new Error(verb === 'create' ? 'create takes a NAME.' : `${verb} takes the ID that list shows.`);
  }
  if (verb === 'create') return create(argument, values);
  return withKey(verb, parseId(verb, argument), values);
}

function refuseOthers(verb: string, values: Values, allowed: readonly string[]): void {
  const given = Object.entries(values).flatMap(([name, value]) => (value === false ? [] : [name]));
  const other = given.find((name) => name !== 'json' && !allowed.includes(name));
  if (other !== undefined) throw new Error(`${verb} takes no --${other}.`);
}

async function create(nameText: string, values: Values): Promise<void> {
  const name = parseName(nameText);
  const change = { callsPerMin: DEFAULT_CALLS_PER_MIN, ...parseChange(values, Date.now()) };
  warnOfUnknownModels(change.settings.models);
  const secret = createApiKey();
  const hash = await hashApiKey(secret);
  const key = await withSql((sql) => createKey(sql, { hash, name, change }));
  printSecret(key, secret, values, `Key ${key.id} for ${name}, ${key.calls_per_min} calls a minute.`);
}

function withKey(verb: string, id: number, values: Values): Promise<void> {
  switch (verb) {
    case 'show':
      return withSql(async (sql) => {
        const key = await findKey(sql, id);
        const uses = await readUses(sql, id);
        print(values, { ...key, ...uses }, describeKey(key, uses));
      });
    case 'limit': {
      const change = parseChange(values, Date.now());
      if (CHANGE_OPTIONS.every((option) => values[option as ChangeOption] === undefined)) {
        throw new Error(`limit takes at least one of --${CHANGE_OPTIONS.join(', --')}.`);
      }
      warnOfUnknownModels(change.settings.models);
      return withSql(async (sql) => {
        const key = await changeKey(sql, id, change);
        print(values, key, describeKey(key));
      });
    }
    case 'rotate':
      return rotate(id, values);
    default:
      return withSql(async (sql) => {
        const key = await revokeKey(sql, id);
        print(values, key, `Revoked key ${id} (${key.name}).`);
      });
  }
}

async function rotate(id: number, values: Values): Promise<void> {
  const overlapMs = naming('overlap', () => parseSpan(values.overlap ?? DEFAULT_OVERLAP));
  const secret = createApiKey();
  const hash = await hashApiKey(secret);
  const key = await withSql((sql) => rotateKey(sql, id, { hash, overlapMs, force: values.force }));
  const until = key.previous_until;
  const before = until === null ? 'works no longer' : `works until ${until}`;
  printSecret(key, secret, values, `Key ${id} (${key.name}) has a new secret; the one before ${before}.`);
}

function list(keys: readonly KeyRow[], values: Values): void {
  if (values.json) console.log(JSON.stringify(keys, null, 2));
  else console.table(tableOf(keys));
}

/** The one place that prints a secret. Only the secret goes to stdout, so that `KEY=$(npm run -s keys -- create …)` has it. */
function printSecret(key: KeyRow, secret: string, values: Values, sentence: string): void {
  if (values.json) {
    console.log(JSON.stringify({ ...key, key: secret }, null, 2));
    return;
  }
  console.error(`${sentence} It is not shown again:`);
  console.log(secret);
}

function print(values: Values, value: object, sentence: string): void {
  console.log(values.json ? JSON.stringify(value, null, 2) : sentence);
}

/** A name may be added to the catalogue later. Without one the Worker's variables decide, which are not known here. */
function warnOfUnknownModels(models: readonly string[] | undefined): void {
  const known = readOperatorVars().catalogue?.catalogue.chains;
  if (models === undefined || known === undefined) return;
  for (const name of models.filter((model) => !known.has(model))) {
    const meant = nearest(name, [...known.keys()]);
    const question = meant === undefined ? '' : ` Did you mean ${meant}?`;
    console.error(`catalogue.json has no model '${name}'.${question}`);
  }
}

function parseId(verb: string, given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new Error(`${verb} takes the ID that list shows, not '${given}'.`);
  return Number(given);
}

function withSql<T>(use: (sql: Sql) => Promise<T>): Promise<T> {
  return withOperatorDatabase((database) => use(connect(database)));
}

function explain(error: unknown): string {
  // A column that a migration adds is not there.
  const lacksColumn = error instanceof Error && 'code' in error && error.code === '42703';
  return lacksColumn ? 'The database lacks a migration: npm run migrate.' : explainFailure(error);
}
