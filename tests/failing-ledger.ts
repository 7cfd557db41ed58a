/** A database that refuses each row of the ledger once, and then takes it. */
export async function failFirstTries(
  query: (sql: string) => Promise<unknown>,
  /** Of the rows. */
  condition: string,
): Promise<AsyncDisposable> {
  await query('CREATE SEQUENCE ledger_tries');
  // A sequence counts also what is rolled back.
  await query(`
    CREATE FUNCTION refuse_first_try() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('ledger_tries') % 2 = 1 THEN RAISE EXCEPTION 'refused once'; END IF;
      RETURN NEW;
    END $$`);
  await query(`
    CREATE TRIGGER refuse_first_try BEFORE INSERT ON usage_events FOR EACH ROW
    WHEN (NEW.${condition}) EXECUTE FUNCTION refuse_first_try()`);
  return {
    async [Symbol.asyncDispose]() {
      await query('DROP TRIGGER refuse_first_try ON usage_events');
      await query('DROP FUNCTION refuse_first_try');
      await query('DROP SEQUENCE ledger_tries');
    },
  };
}
