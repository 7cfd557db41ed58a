/** A signed `/help` as Discord sends it from a guild: every field it has, since parsing them is part of the cost. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createInteractionSigner } from '../../dev/discord/interactions/signing.ts';
import { createSnowflakes } from '../../dev/discord/world/snowflake.ts';
import { createRequest } from '../harness/http-load.ts';

export interface SignedHelp {
  applicationId: string;
  /** 64 hexadecimal digits. */
  publicKey: string;
  /** Whole HTTP requests, each a different interaction. */
  requests: Buffer[];
  /** The same, signed by somebody else. */
  forged: Buffer;
}

export function createSignedHelp(count: number): SignedHelp {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const applicationId = '1300000000000000001';
  const toRequest = ({ headers, body }: SignedInteraction) =>
    createRequest('POST', '/interactions', headers, body);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  return {
    applicationId,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex'),
    requests: createSignedInteractions(count, applicationId, toBase64(privateKey)).map(toRequest),
    forged: Buffer.concat(createSignedInteractions(1, applicationId, toBase64(stranger)).map(toRequest)),
  };
}

export interface SignedInteraction {
  headers: Record<string, string>;
  body: string;
}

/** Each from another person. Good for five minutes: an older signature is refused. `privateKeyPkcs8`: base64. */
export function createSignedInteractions(
  count: number,
  applicationId: string,
  privateKeyPkcs8: string,
): SignedInteraction[] {
  const signer = createInteractionSigner(privateKeyPkcs8, Date.now);
  const nextId = createSnowflakes(Date.now);
  return Array.from({ length: count }, (_, index) => {
    const body = JSON.stringify(createHelp(applicationId, index, nextId()));
    return { headers: { 'content-type': 'application/json', ...signer.sign(body) }, body };
  });
}

function toBase64(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

function createHelp(applicationId: string, index: number, id: string): object {
  const permissions = '2251799813685247';
  return {
    app_permissions: permissions,
    application_id: applicationId,
    attachment_size_limit: 10_485_760,
    authorizing_integration_owners: { 0: '1300000000000000201' },
    channel: {
      flags: 0,
      guild_id: '1300000000000000201',
      id: '1300000000000000301',
      last_message_id: null,
      name: 'general',
      nsfw: false,
      parent_id: null,
      permissions,
      position: 0,
      rate_limit_per_user: 0,
      topic: null,
      type: 0,
    },
    channel_id: '1300000000000000301',
    context: 0,
    data: { id: '1300000000000000401', name: 'help', type: 1 },
    entitlement_sku_ids: [],
    entitlements: [],
    guild: { features: [], id: '1300000000000000201', locale: 'ko' },
    guild_id: '1300000000000000201',
    guild_locale: 'ko',
    id,
    locale: 'ko',
    member: {
      avatar: null,
      banner: null,
      collectibles: null,
      communication_disabled_until: null,
      deaf: false,
      flags: 0,
      joined_at: '2026-01-02T03:04:05.678000+00:00',
      mute: false,
      nick: null,
      pending: false,
      permissions,
      premium_since: null,
      roles: [],
      unusual_dm_activity_until: null,
      user: {
        avatar: null,
        avatar_decoration_data: null,
        collectibles: null,
        discriminator: '0',
        global_name: '민수',
        id: String(1_300_000_000_000_000_100n + BigInt(index)),
        primary_guild: null,
        public_flags: 0,
        username: 'minsu',
      },
    },
    token: Buffer.from(`interaction:${id}:${'x'.repeat(128)}`).toString('base64url'),
    type: 2,
    version: 1,
  };
}
