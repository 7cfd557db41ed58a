/** One person of the bench in one live conversation. */
import { redeemToken, TalkClient } from '../../dev/talk/talk-client.ts';
import { TALK_TOKENS_PATH, type TalkAdmission, type TalkToken } from '../../shared/contract/talk.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import type { RemoteStack } from '../harness/remote-stack.ts';
import { CLAUSE_SAMPLES, CLAUSES } from './provider.ts';

export interface Turn {
  /** `performance.now()` at the end of speech. */
  endedAtMs: number;
  /** From the end of speech to the first sound, in milliseconds. */
  firstSoundMs: number;
  /** All clauses and all of their sound have come. */
  isWhole: boolean;
}

export interface Person {
  ask(): Promise<Turn>;
  leave(): void;
}

const SAMPLES = CLAUSE_SAMPLES * CLAUSES.length;

export async function openPerson({ voiceUrl, keys }: RemoteStack, index: number): Promise<Person> {
  const signer = createRequestSigner({ secret: keys.sharedSecret, name: 'bot' });
  const id = (kind: number) => `15${kind}${String(index).padStart(15, '0')}`;
  const caller = { user_id: id(1), guild_id: null, channel_id: id(2), direct: true, locale: 'en' };
  const body = JSON.stringify({ libra: { caller }, channel_name: null });
  const minted = await fetch(await signer.sign(`${voiceUrl}${TALK_TOKENS_PATH}`, { body }));
  const { token } = (await minted.json()) as TalkToken;
  const { key } = (await (await redeemToken(voiceUrl, token)).json()) as TalkAdmission;
  const client = new TalkClient(voiceUrl, key);
  await client.connect();
  await client.until(({ type }) => type === 'ready');
  let turn = 0;
  return {
    async ask() {
      turn += 1;
      const own = turn;
      await client.speakInTime(client.utter());
      const endedAtMs = performance.now();
      await client.when(() => (client.samples.get(own) ?? 0) > 0);
      const firstSoundMs = performance.now() - endedAtMs;
      await client.until((event) => event.type === 'audio_end' && event.turn === own);
      await client.when(() => client.listeningAgain() >= own);
      const clauses = client.events.flatMap((event) =>
        event.type === 'clause' && event.turn === own ? [event.text] : [],
      );
      const isWhole = client.samples.get(own) === SAMPLES && clauses.join('|') === CLAUSES.join('|');
      return { endedAtMs, firstSoundMs, isWhole };
    },
    leave: () => client.send({ type: 'end', post: false }),
  };
}
