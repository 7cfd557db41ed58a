/** What operators ask for. Pure. */
import * as z from 'zod/mini';
import type { ForcedMode } from '../../../shared/contract/circuits.ts';
import { FORCED_MODES } from '../../../shared/contract/circuits.ts';
import { FIGURES_BY, MAX_FIGURE_DAYS } from '../../../shared/contract/figures.ts';
import { type Validated, validate } from './validate.ts';

const MAX_NAME_CHARS = 200;
const days = z.int().check(z.gte(1), z.lte(MAX_FIGURE_DAYS));
const name = z.exactOptional(z.string().check(z.minLength(1), z.maxLength(MAX_NAME_CHARS)));
const keyId = z.int().check(z.gte(1), z.lte(2_147_483_647));
const options = z.record(z.string().check(z.maxLength(50)), z.string().check(z.maxLength(20_000)));
const filter = {
  days,
  model: name,
  provider: name,
  guild: name,
  person: name,
  key: z.exactOptional(keyId),
  outcome: name,
};
const version = z.int().check(z.gte(0));

const nothing = z.strictObject({});
const overview = z.strictObject({ without_database: z.exactOptional(z.literal(true)) });
const figures = z.strictObject({ days, by: z.exactOptional(z.enum(FIGURES_BY)) });
const ledgerFilter = z.strictObject(filter);
const ledger = z.strictObject({ ...filter, before: z.exactOptional(z.string().check(z.maxLength(80))) });
const createKey = z.strictObject({ name: z.string(), options });
const changeKey = z.strictObject({ id: keyId, options });
const ofKey = z.strictObject({ id: keyId });
const order = z.strictObject({
  target: z.string().check(z.minLength(1), z.maxLength(MAX_NAME_CHARS)),
  force: z.enum(FORCED_MODES),
});
const server = z.strictObject({ guild: z.string().check(z.regex(/^\d{1,20}$/)) });
const unblock = z.strictObject({
  space: z.string().check(z.regex(/^(dm|\d{1,20})$/)),
  person: z.string().check(z.regex(/^[0-9a-f]{12}$/)),
});
const changeSettings = z.strictObject({
  version,
  changes: z.record(z.string().check(z.maxLength(60)), z.nullable(z.string().check(z.maxLength(100_000)))),
});
const look = z.strictObject({
  page: z.literal('traces'),
  target: z.exactOptional(z.string().check(z.regex(/^[0-9a-f]{32}$/))),
});
const undo = z.strictObject({ version });

const parser =
  <T>(schema: z.core.$ZodType<T>) =>
  (input: unknown): Validated<T> =>
    validate(schema, input);

export const parseNothing = parser(nothing);
export const parseOverviewRequest = parser(overview);
export const parseFiguresRequest = parser(figures);
export const parseLedgerFilter = parser(ledgerFilter);
export const parseLedgerRequest = parser(ledger);
export const parseCreateKey = parser(createKey);
export const parseChangeKey = parser(changeKey);
export const parseOfKey = parser(ofKey);
export const parseOrder: (input: unknown) => Validated<{ target: string; force: ForcedMode }> = parser(order);
export const parseServerRequest = parser(server);
export const parseUnblock = parser(unblock);
export const parseChangeSettings = parser(changeSettings);
export const parseLook = parser(look);
export const parseUndo = parser(undo);
