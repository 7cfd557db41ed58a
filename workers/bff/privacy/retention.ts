/** What has grown older than it may. Run by a cron trigger; in batches, so that no statement holds its locks for long. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../store/database.ts';
import { jobs } from '../store/schema/ledger.ts';
import { CLEANINGS, type RetentionReport } from './tables.ts';

const ROWS_PER_BATCH = 5_000;
const MAX_BATCHES = 10;

/** `open` gives a connection with a fresh deadline for each statement. */
export async function enforceRetention(open: () => Database, days: number): Promise<RetentionReport> {
  const cutoff = sql`now() - make_interval(days => ${days}::int)`;
  const report: RetentionReport = {
    messages: 0,
    conversations: 0,
    usageEvents: 0,
    moderationEvents: 0,
    documents: 0,
    lostCalls: 0,
    erasures: 0,
    settingsAudit: 0,
    rollups: 0,
    operatorAudit: 0,
    unfinished: false,
  };

  async function runInBatches(statement: SQL): Promise<number> {
    let total = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      const { rowCount } = await open().execute(statement);
      total += rowCount;
      if (rowCount < ROWS_PER_BATCH) return total;
    }
    report.unfinished = true;
    return total;
  }

  for (const { counts, statement } of CLEANINGS) {
    report[counts] += await runInBatches(statement(cutoff, ROWS_PER_BATCH));
  }
  await open().execute(sql`
    insert into ${jobs} (name, at) values ('cleaning', now()) on conflict (name) do update set at = excluded.at`);
  return report;
}
