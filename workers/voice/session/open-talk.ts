/** Composition: a stored conversation, with the bff, the platform's clock and the texts of its language. */
import type { Logger } from '../../../shared/observe/log.ts';
import { createRequestSigner } from '../../../shared/signing/sign.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { createBffClient } from '../bff/client.ts';
import type { VoiceConfig } from '../config.ts';
import { textsOf } from '../locale/choose.ts';
import { cannedSpeech } from './canned-speech.ts';
import type { SessionRecord } from './session-record.ts';
import { createTalk } from './talk.ts';
import type { Talk, TalkDeps } from './talk-types.ts';

export function openTalk(
  { caller, talk }: SessionRecord,
  {
    bff,
    config,
    log,
    waitUntil,
  }: { bff: Pick<Fetcher, 'fetch'>; config: VoiceConfig; log: Logger; waitUntil(work: Promise<void>): void },
  hooks: Pick<TalkDeps, 'send' | 'sendSound' | 'save' | 'secondsLeft' | 'hasPage' | 'over'>,
): Talk {
  const { transcriptionModel, speechModel, voice, realtime, sharedSecrets } = config;
  const texts = textsOf(caller.locale);
  const client = createBffClient({
    bff,
    signer: createRequestSigner({ secret: sharedSecrets[0], name: 'voice' }),
    caller,
    transcriptionModel,
    speechModel,
    voice,
  });
  const canned = cannedSpeech(`${voice} ${caller.locale}`, texts.budgetUsed, client);
  waitUntil(canned.prepare());
  return createTalk(talk, {
    ...hooks,
    bff: client,
    realtime,
    clock: platformClock,
    texts,
    log,
    canned: canned.find,
  });
}
