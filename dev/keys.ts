/** `npm run keys`: bearer keys of API clients. A key is shown once, when it is made; only its hash is stored. */
import { parseArgs } from 'node:util';
import { createApiKey, hashApiKey } from '../workers/bff/access/api-key.ts';
import { connect } from './stack/migrate.ts';
import { withOperatorDatabase } from './stack/operator-database.ts';

const HELP = `Keys for the OpenAI-compatible API of the bff.

  npm run keys -- create NAME [--calls-per-min 60]   make a key and print it, once
  npm run keys -- list                               all keys, without the keys themselves
  npm run keys -- revoke ID                          a key stops working within 30 seconds

Works on the database of DATABASE_URL, or of the stack that npm start runs.`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'calls-per-min': { type: 'string', default: '60' },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  });
  const [verb, argument] = positionals;
  if (values.help) console.log(HELP);
  else if (verb === 'create' && argument !== undefined) await create(argument, values['calls-per-min']);
  else if (verb === 'list') await list();
  else if (verb === 'revoke' && argument !== undefined) await revoke(argument);
  else throw new Error(HELP);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function create(name: string, callsPerMin: string): Promise<void> {
  if (!/^[1-9]\d{0,5}$/.test(callsPerMin))
    throw new Error('--calls-per-min takes a whole number from 1 to 999999');
  if (name.length > 100) throw new Error('a name has at most 100 characters');
  const key = createApiKey();
  const hash = await hashApiKey(key);
  const rows = await withOperatorDatabase((database) =>
    connect(database).query(
      'INSERT INTO api_keys (key_hash, name, calls_per_min) VALUES ($1, $2, $3) RETURNING id',
      [hash, name, Number(callsPerMin)],
    ),
  );
  console.error(`Key ${rows[0]?.id} for ${name}, ${callsPerMin} calls a minute. It is not shown again:`);
  console.log(key);
}

async function list(): Promise<void> {
  const rows = await withOperatorDatabase((database) =>
    connect(database).query(
      'SELECT id, name, calls_per_min, created_at, revoked_at FROM api_keys ORDER BY id',
    ),
  );
  console.table(rows);
}

async function revoke(id: string): Promise<void> {
  if (!/^\d{1,9}$/.test(id)) throw new Error('revoke takes the id that `list` shows');
  const rows = await withOperatorDatabase((database) =>
    connect(database).query(
      'UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING name',
      [Number(id)],
    ),
  );
  if (rows.length === 0) throw new Error(`There is no live key ${id}.`);
  console.log(`Revoked key ${id} (${rows[0]?.name}).`);
}
