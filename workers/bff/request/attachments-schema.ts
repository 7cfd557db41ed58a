/** The files of a question as the bot sends them, checked. */
import * as z from 'zod/mini';
import { MAX_ATTACHMENTS } from '../../../shared/limits.ts';
import { once } from '../../../shared/once.ts';

const facts = once(() => ({
  id: z.string().check(z.regex(/^\d{1,20}$/)),
  filename: z.string().check(z.minLength(1), z.maxLength(260)),
  content_type: z.nullable(z.string().check(z.maxLength(160))),
  size_bytes: z.int().check(z.gte(0)),
}));
const pixels = once(() => z.exactOptional(z.int().check(z.gte(1))));

export const attachmentsSchema = once(() =>
  z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('image'),
          ...facts(),
          url: z.string().check(z.maxLength(2_048), z.regex(/^https?:\/\/\S+$/)),
          width: pixels(),
          height: pixels(),
        }),
        z.strictObject({ kind: z.literal('text'), ...facts(), text: z.string() }),
        z.strictObject({ kind: z.literal('recording'), ...facts(), text: z.string() }),
      ]),
    )
    .check(z.maxLength(MAX_ATTACHMENTS)),
);
