/** What the console, `/metrics`, the commands and the export ask of the ledger, each as its route asks it. */
import { pseudonymise } from '../../shared/observe/pseudonym.ts';
import { readFigures } from '../../workers/bff/ledger/figures.ts';
import { readActions } from '../../workers/bff/operator/audit.ts';
import { readDocuments } from '../../workers/bff/operator/documents.ts';
import { listKeys, readAllUses } from '../../workers/bff/operator/keys/table.ts';
import { readLedgerPage } from '../../workers/bff/operator/ledger-page.ts';
import { findPerson, parseCursor } from '../../workers/bff/operator/ledger-sql.ts';
import { readTotals } from '../../workers/bff/operator/metrics.ts';
import { readHour } from '../../workers/bff/operator/overview.ts';
import { countModeration } from '../../workers/bff/operator/people.ts';
import { listServers, readServer } from '../../workers/bff/operator/servers.ts';
import { readNewest, readVersions } from '../../workers/bff/operator/settings.ts';
import type { Database } from '../../workers/bff/store/database.ts';
import { personId, RARE_MODEL, serverId } from './fill.ts';

export interface Question {
  page: string;
  what: string;
  ask(open: () => Database): Promise<unknown>;
}

export const SECRET = 'fake'.repeat(10);
const ROWS_PER_PAGE = 50;
const toPseudonym = (id: string) => pseudonymise(SECRET, id);

export const questions: readonly Question[] = [
  { page: 'Now', what: 'the last hour', ask: (open) => readHour(open()) },
  ...([1, 7, 90] as const).map((days) => figures('Money', days, 'model')),
  ...(['provider', 'key', 'guild', 'user'] as const).map((by) => figures('Money', 90, by)),
  ledger('the newest', { days: 7 }),
  ledger('90 days, a rare model', { days: 90, model: RARE_MODEL }),
  ledger('90 days, a model that nobody has', { days: 90, model: 'none' }),
  ledger('90 days, a provider', { days: 90, provider: 'openrouter.ai' }),
  ledger('90 days, all errors', { days: 90, outcome: 'error' }),
  ledger('90 days, a rare error', { days: 90, outcome: 'provider_rejected' }),
  ledger('90 days, a server and a rare model', { days: 90, guild: serverId(0), model: RARE_MODEL }),
  ledger('90 days, a key', { days: 90, key: 150 }),
  ledger('90 days, a person', { days: 90, person: personId(3) }),
  {
    page: 'Ledger',
    what: '90 days, a person by a pseudonym',
    ask: async (open) => {
      const filter = { days: 90, person: await toPseudonym(personId(40_001)) };
      const userId = await findPerson(open, SECRET, filter);
      if (userId !== personId(40_001)) throw new Error('The person was not found');
      return readLedgerPage(open(), toPseudonym, filter, { userId, before: null, limit: ROWS_PER_PAGE });
    },
  },
  {
    page: 'Ledger',
    what: 'a page 60 days ago',
    ask: (open) => {
      const at = (Date.now() - 60 * 86_400_000) * 1_000;
      const before = parseCursor(`${at}.${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`);
      return readLedgerPage(
        open(),
        toPseudonym,
        { days: 90 },
        { userId: null, before, limit: ROWS_PER_PAGE },
      );
    },
  },
  {
    page: 'Keys',
    what: 'all, with their use',
    ask: (open) => Promise.all([listKeys(open().$client), readAllUses(open().$client)]),
  },
  { page: 'Servers', what: 'all of 30 days', ask: (open) => listServers(open()) },
  { page: 'Servers', what: 'one', ask: (open) => readServer(open(), serverId(0), toPseudonym) },
  { page: 'Moderation', what: 'counts of 7 days', ask: (open) => countModeration(open()) },
  {
    page: 'Documents',
    what: 'all',
    ask: (open) => readDocuments(open(), toPseudonym, 'text-embedding-3-small'),
  },
  {
    page: 'Settings',
    what: 'versions and what was done',
    ask: (open) => Promise.all([readNewest(open()), readVersions(open()), readActions(open())]),
  },
  { page: '/metrics', what: 'counters of all time', ask: (open) => readTotals(open) },
  figures('npm run usage', 92, 'user'),
];

function figures(page: string, days: number, by: 'model' | 'provider' | 'key' | 'guild' | 'user'): Question {
  return { page, what: `${days} days by ${by}`, ask: (open) => readFigures(open(), { days, by }) };
}

function ledger(what: string, filter: Parameters<typeof readLedgerPage>[2]): Question {
  return {
    page: 'Ledger',
    what,
    ask: async (open) => {
      const userId = await findPerson(open, SECRET, filter);
      return readLedgerPage(open(), toPseudonym, filter, { userId, before: null, limit: ROWS_PER_PAGE });
    },
  };
}
