/** What the bot sends: a valid signature over a bounded body. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { LOCALES } from '../../../shared/contract/caller.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { UploadGate } from '../../../shared/http/upload-gate.ts';
import { isRecord, type JsonRecord, parseBoundedJson } from '../../../shared/json.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import type { NonceBook } from '../../../shared/signing/nonce-book.ts';
import { logUnread, readSigned } from '../../../shared/signing/read-signed.ts';
import type { RequestVerifier } from '../../../shared/signing/verify.ts';

export type SignedBody = { ok: true; body: JsonRecord; caller: Caller } | { ok: false; code: ErrorCode };

export interface SignedBodyDeps {
  verifier: RequestVerifier;
  nonces: NonceBook;
  uploads: UploadGate;
  log: Logger;
}

const MAX_BODY_BYTES = 16_384;

export async function readSignedBody(
  request: Request,
  { nonces, log, ...access }: SignedBodyDeps,
): Promise<SignedBody> {
  const read = await readSigned(request, { maxBytes: MAX_BODY_BYTES }, access);
  if (!read.ok) {
    logUnread(log, read);
    return read;
  }
  if (nonces.spend(read.nonce, read.expiresAtMs, Date.now()) !== 'spent') {
    log.warn('signature.refused', { reason: 'nonce_replayed' });
    return { ok: false, code: 'unauthorized' };
  }
  const body = parseBoundedJson(read.body);
  if (!isRecord(body) || !isRecord(body.libra) || !isCaller(body.libra.caller)) {
    return { ok: false, code: 'invalid_request' };
  }
  return { ok: true, body, caller: body.libra.caller };
}

const SNOWFLAKE = /^\d{1,20}$/;

/** The bff checks it again, with every call that states it. */
function isCaller(value: unknown): value is Caller {
  if (!isRecord(value)) return false;
  const { user_id: userId, guild_id: guildId, channel_id: channelId, locale } = value;
  const isId = (id: unknown) => typeof id === 'string' && SNOWFLAKE.test(id);
  return (
    isId(userId) &&
    (guildId === null || isId(guildId)) &&
    isId(channelId) &&
    LOCALES.some((known) => known === locale)
  );
}
