/** The bot's requests about settings: their frame. What is set in them is judged by shared/settings/. Pure. */
import * as z from 'zod/mini';
import { once } from '../../../shared/once.ts';
import { SCOPES } from '../../../shared/settings/settings.ts';
import { statedCaller } from './stated-caller.ts';
import { validate } from './validate.ts';

const snowflake = once(() => z.string().check(z.regex(/^\d{1,20}$/)));

const frame = once(() => ({
  libra: statedCaller(),
  permissions: z.strictObject({ manage_server: z.boolean(), manage_channels: z.boolean() }),
}));
const version = once(() => z.int().check(z.gte(0)));

const target = once(() =>
  z.union([
    z.strictObject({ scope: z.enum(SCOPES).check(z.refine((scope) => scope !== 'channel')) }),
    z.strictObject({ scope: z.literal('channel'), channel_id: snowflake() }),
  ]),
);

const readSchema = once(() => z.strictObject({ ...frame(), channel_id: z.exactOptional(snowflake()) }));
const changeSchema = once(() =>
  z.strictObject({ ...frame(), target: target(), changes: z.unknown(), expected_version: version() }),
);
const exportSchema = once(() => z.strictObject(frame()));
const importSchema = once(() =>
  z.strictObject({ ...frame(), document: z.unknown(), expected_version: version() }),
);
const auditSchema = once(() => z.strictObject({ ...frame(), before: z.exactOptional(version()) }));

export const parseReadRequest = (input: unknown) => validate(readSchema(), input);
export const parseChangeRequest = (input: unknown) => validate(changeSchema(), input);
export const parseExportRequest = (input: unknown) => validate(exportSchema(), input);
export const parseImportRequest = (input: unknown) => validate(importSchema(), input);
export const parseAuditRequest = (input: unknown) => validate(auditSchema(), input);
