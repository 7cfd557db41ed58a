/**
 * Keys for the local stack: made at random on the first start and kept in the data folder, so that nothing in the
 * repository is a key and a restart changes none. They open nothing outside this machine.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseJson } from '../../shared/json.ts';
import { createApiKey } from '../../workers/bff/access/api-key.ts';

export interface DevKeys {
  applicationId: string;
  /** Ed25519, 64 hexadecimal digits. */
  discordPublicKey: string;
  /** Ed25519, PKCS #8, base64. */
  discordPrivateKey: string;
  botToken: string;
  sharedSecret: string;
  upstashToken: string;
  openaiApiKey: string;
  /** A bearer key for the bff's API. */
  apiKey: string;
  /** A key for the console. */
  operatorKey: string;
}

/** Reads the keys from `file`, or makes them and writes them there (readable by the owner alone). Without a file they live as long as the process. */
export function loadOrCreateKeys(file?: string): DevKeys {
  // A disk that was full when it was written has left no JSON.
  const known =
    file !== undefined && existsSync(file)
      ? (parseJson(readFileSync(file, 'utf8')) as Partial<DevKeys> | null | undefined)
      : undefined;
  if (known?.operatorKey !== undefined) return known as DevKeys;
  // A folder of an earlier version lacks the newest of them.
  const keys = { ...createKeys(), ...known };
  if (file !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  }
  return keys;
}

function createKeys(): DevKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const applicationId = '1300000000000000001';
  const random = (bytes: number) => randomBytes(bytes).toString('base64url');
  return {
    applicationId,
    // The last 32 bytes of the SPKI encoding are the raw key, which is what Discord's portal shows.
    discordPublicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex'),
    discordPrivateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    botToken: `${Buffer.from(applicationId).toString('base64url')}.${random(4)}.${random(28)}`,
    sharedSecret: random(32),
    upstashToken: random(32),
    openaiApiKey: `sk-local-${random(24)}`,
    apiKey: createApiKey(),
    operatorKey: createApiKey(),
  };
}
