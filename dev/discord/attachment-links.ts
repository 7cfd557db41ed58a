/**
 * Addresses of uploaded files, signed and expiring as Discord's CDN signs them: `ex` and `is` are hexadecimal Unix
 * seconds, `hm` is an HMAC over path and both.
 *
 * Source: https://discord.com/developers/docs/reference#signed-attachment-cdn-urls
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Snowflake } from './protocol.ts';

const LIFE_SEC = 24 * 60 * 60;
/** Addresses stay the same for an hour, so that an edit does not load every picture anew. */
const ISSUED_EVERY_SEC = 60 * 60;

export interface AttachmentLinks {
  /** Of a message's file. */
  ofMessage(channelId: Snowflake, file: { id: Snowflake; filename: string }): string;
  /** Of a file that a person gave to a command or a modal. */
  ofUpload(file: { id: Snowflake; filename: string }): string;
  /** True while the address is genuine and has not expired. */
  verify(path: string, query: { ex?: string; is?: string; hm?: string }): boolean;
}

export function createAttachmentLinks(options: {
  baseUrl: () => string;
  applicationId: Snowflake;
  /** The secret of the signature. */
  key: string;
  now: () => number;
  /** How long an address is good; a day by default. */
  lifeSec?: () => number | undefined;
}): AttachmentLinks {
  const { baseUrl, applicationId, key, now, lifeSec } = options;

  const digest = (path: string, ex: string, is: string) =>
    createHmac('sha256', key).update(`${path}?ex=${ex}&is=${is}`).digest();

  function sign(path: string): string {
    const issuedSec = Math.floor(now() / 1000 / ISSUED_EVERY_SEC) * ISSUED_EVERY_SEC;
    const is = issuedSec.toString(16);
    const ex = (issuedSec + (lifeSec?.() ?? LIFE_SEC)).toString(16);
    return `${baseUrl()}${path}?ex=${ex}&is=${is}&hm=${digest(path, ex, is).toString('hex')}`;
  }

  return {
    ofMessage: (channelId, { id, filename }) =>
      sign(`/attachments/${channelId}/${id}/${encodeURIComponent(filename)}`),
    ofUpload: ({ id, filename }) =>
      sign(`/ephemeral-attachments/${applicationId}/${id}/${encodeURIComponent(filename)}`),
    verify(path, { ex = '', is = '', hm = '' }) {
      if (!/^[0-9a-f]{1,12}$/.test(ex) || Number.parseInt(ex, 16) * 1000 <= now()) return false;
      const given = Buffer.from(hm, 'hex');
      const expected = digest(path, ex, is);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
