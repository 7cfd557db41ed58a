/** Whom what is heard and spoken in a live conversation is charged to: its person, within their limits and the server's. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Identity } from '../access/authenticate.ts';
import { settingsFor } from '../answer/begin-turn.ts';
import { talkAccountOf } from '../limits/account.ts';
import { parseTalkCaller } from '../request/passthrough/talk-audio.ts';
import type { Validated } from '../request/validate.ts';
import type { Services } from '../services.ts';
import { type Payer, payerOfApiKey, payerOfCaller } from './payer.ts';

/** Of a client's call its key, of the voice Worker's the person whom `libra` states. */
export async function payerOf(
  services: Services,
  identity: Identity,
  libra: unknown,
): Promise<Validated<Payer>> {
  if (identity.kind === 'client') return { ok: true, value: payerOfApiKey(identity.apiKey) };
  const caller = parseTalkCaller(libra);
  if (!caller.ok) return caller;
  return { ok: true, value: await payerOfTalk(services, caller.value, identity.nonce) };
}

async function payerOfTalk(
  services: Services,
  caller: Caller,
  nonce: { value: string; expiresAtMs: number },
): Promise<Payer> {
  // Read with every answer; before the first one they may not be known.
  const settings = settingsFor(services, { caller, isPrivate: true }).findSettings();
  const payer = await payerOfCaller(services, caller, settings);
  return { ...payer, account: talkAccountOf(payer.account), nonce };
}
