/** What operators ask for. Pure. */
import * as z from 'zod/mini';
import type { ForcedMode } from '../../../shared/contract/circuits.ts';
import { FORCED_MODES } from '../../../shared/contract/circuits.ts';
import { FIGURES_BY, MAX_FIGURE_DAYS } from '../../../shared/contract/figures.ts';
import { once } from '../../../shared/once.ts';
import { toStorable } from '../store/storable-text.ts';
import { type Validated, validate } from './validate.ts';

const MAX_NAME_CHARS = 200;
const days = once(() => z.int().check(z.gte(1), z.lte(MAX_FIGURE_DAYS)));
const name = once(() => z.exactOptional(z.string().check(z.minLength(1), z.maxLength(MAX_NAME_CHARS))));
const keyId = once(() => z.int().check(z.gte(1), z.lte(2_147_483_647)));
const options = once(() =>
  z.record(z.string().check(z.maxLength(50)), z.string().check(z.maxLength(20_000))),
);
const filter = once(() => ({
  days: days(),
  model: name(),
  provider: name(),
  guild: name(),
  person: name(),
  key: z.exactOptional(keyId()),
  outcome: name(),
}));
const version = once(() => z.int().check(z.gte(0)));

const nothing = once(() => z.strictObject({}));
const overview = once(() => z.strictObject({ without_database: z.exactOptional(z.literal(true)) }));
const figures = once(() => z.strictObject({ days: days(), by: z.exactOptional(z.enum(FIGURES_BY)) }));
const ledgerFilter = once(() => z.strictObject(filter()));
const ledger = once(() =>
  z.strictObject({ ...filter(), before: z.exactOptional(z.string().check(z.maxLength(80))) }),
);
const createKey = once(() => z.strictObject({ name: z.string(), options: options() }));
const changeKey = once(() => z.strictObject({ id: keyId(), options: options() }));
const ofKey = once(() => z.strictObject({ id: keyId() }));
const order = once(() =>
  z.strictObject({
    target: z.string().check(z.minLength(1), z.maxLength(MAX_NAME_CHARS)),
    force: z.enum(FORCED_MODES),
  }),
);
const server = once(() => z.strictObject({ guild: z.string().check(z.regex(/^\d{1,20}$/)) }));
const unblock = once(() =>
  z.strictObject({
    space: z.string().check(z.regex(/^(dm|\d{1,20})$/)),
    person: z.string().check(z.regex(/^[0-9a-f]{12}$/)),
  }),
);
const changeSettings = once(() =>
  z.strictObject({
    version: version(),
    changes: z.record(z.string().check(z.maxLength(60)), z.nullable(z.string().check(z.maxLength(100_000)))),
  }),
);
const look = once(() =>
  z.strictObject({
    page: z.enum(['traces', 'alerts']),
    target: z.exactOptional(z.string().check(z.regex(/^[0-9a-f]{32}$/))),
  }),
);
const undo = once(() => z.strictObject({ version: version() }));

const parser =
  <T>(schema: () => z.core.$ZodType<T>) =>
  (input: unknown): Validated<T> =>
    validate(schema(), toStorable(input));

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
