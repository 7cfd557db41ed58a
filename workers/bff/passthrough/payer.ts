/** Whom a call without an answer's guard is charged to: the holder of an API key, a person, or nobody. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import type { ApiKeyRecord } from '../access/api-keys.ts';
import type { UsageEvent } from '../ledger/usage.ts';
import {
  type Account,
  accountOfApiKey,
  accountOfCaller,
  LIBRA_ACCOUNT,
  limitedBy,
  spaceOf,
} from '../limits/account.ts';
import type { Services } from '../services.ts';

export interface Payer {
  account: Account;
  /** What a key may do; null: its sender is one of Libra's own Workers, which has asked already. */
  rights: ApiKeyRecord['settings'] | null;
  /** Of a person. */
  pseudonym: string | null;
  /** Unix milliseconds when the request came, where that was long before the call. */
  askedAtMs?: number;
  /** Of a signed call: spent with the admission. */
  nonce?: { value: string; expiresAtMs: number };
  /** As the ledger names it. */
  named: Pick<UsageEvent, 'userId' | 'space' | 'apiKeyId'>;
}

export function payerOfApiKey(apiKey: ApiKeyRecord): Payer {
  return {
    account: accountOfApiKey(apiKey),
    rights: apiKey.settings,
    pseudonym: null,
    named: { userId: null, space: null, apiKeyId: apiKey.id },
  };
}

export const LIBRA: Payer = {
  account: LIBRA_ACCOUNT,
  rights: null,
  pseudonym: null,
  named: { userId: null, space: null, apiKeyId: null },
};

/** `settings`: what holds in their place; undefined, while that is not known: the operator's bounds. */
export async function payerOfCaller(
  { config }: Pick<Services, 'config'>,
  caller: Caller,
  settings: EffectiveSettings | undefined,
): Promise<Payer> {
  const account = accountOfCaller(caller, config);
  return {
    account: settings === undefined ? account : limitedBy(account, settings),
    rights: null,
    pseudonym: await pseudonymise(config.sharedSecrets[0], caller.user_id),
    named: { userId: caller.user_id, space: spaceOf(caller), apiKeyId: null },
  };
}
