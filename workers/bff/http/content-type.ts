/** Whether a body is what is read here: JSON as it is. Pure. */
import type { Failure } from '../../../shared/contract/failure.ts';

const JSON_TYPE = /^application\/([\w.-]+\+)?json\s*(;|$)/i;

/** One that says nothing is taken for JSON: a form, a page or a text says what it is. */
export function findTypeFault(headers: Headers): Failure | null {
  const type = headers.get('content-type')?.trim() ?? '';
  if (type !== '' && !JSON_TYPE.test(type)) return { code: 'unsupported_content_type' };
  const encoding = headers.get('content-encoding')?.trim() ?? '';
  return encoding === '' || encoding.toLowerCase() === 'identity' ? null : COMPRESSED;
}

/** What a few bytes unpack to has no bound. */
const COMPRESSED = {
  code: 'unsupported_content_type',
  detail: "The body must not be compressed: leave 'content-encoding' out.",
} as const;
