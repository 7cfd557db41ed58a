/** Reads what a bot sends, or says how Discord refuses it. */
import type { Context } from 'hono';
import type { JsonRecord } from '../../../shared/json.ts';
import { readBytes } from '../bounded-body.ts';
import { readForm } from '../interactions/body.ts';
import type { UploadedFile } from '../world/write-message.ts';
import { refuse, refuseContentType } from './errors.ts';

const MAX_FORM_BYTES = 30 * 1024 * 1024;
const MAX_JSON_BYTES = 4 * 1024 * 1024;

/** JSON or multipart. */
export async function readRequestForm(
  c: Context,
): Promise<{ json: JsonRecord; files: UploadedFile[] } | Response> {
  const bytes = await readBytes(c, MAX_FORM_BYTES);
  if (bytes === null) return refuse(c, 'tooLarge');
  const form = await readForm(c.req.header('content-type') ?? '', bytes);
  if (form.ok) return form;
  switch (form.kind) {
    case 'content-type':
      return refuseContentType(c);
    case 'json':
      return refuse(c, 'invalidJson');
    case 'shape': {
      const error = { code: 'DICT_TYPE_CONVERT', message: 'Only dictionaries may be used in a DictType.' };
      return refuse(c, 'invalidForm', { _errors: [error] });
    }
  }
}

/** Any JSON. */
export async function readRequestJson(c: Context): Promise<{ json: unknown } | Response> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return refuseContentType(c);
  const bytes = await readBytes(c, MAX_JSON_BYTES);
  if (bytes === null) return refuse(c, 'tooLarge');
  try {
    return { json: JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return refuse(c, 'invalidJson');
  }
}
