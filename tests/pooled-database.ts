/** Databases of this test process, used by one stack after the other: to open one takes longer than to empty it. */
import type { NeonStandIn } from '../dev/neon/server.ts';
import { startMigratedNeon } from '../dev/stack/migrated-neon.ts';

declare global {
  // A file's modules may be loaded anew in the same process.
  var libraFreeDatabases: NeonStandIn[] | undefined;
}

/** As one that was just migrated. It ends with the process. */
export async function takeDatabase(): Promise<NeonStandIn> {
  return globalThis.libraFreeDatabases?.pop() ?? (await startMigratedNeon());
}

/** Nobody writes to it any more. */
export async function giveDatabaseBack(neon: NeonStandIn): Promise<void> {
  neon.setFaults({});
  const rows = await neon.query(
    `SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  await neon.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')} RESTART IDENTITY`);
  globalThis.libraFreeDatabases ??= [];
  globalThis.libraFreeDatabases.push(neon);
}
