import { describe, expect, it } from 'vitest';
import { signCall } from '../../dev/sign/signed-call.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { TALK_TOKENS_PATH } from '../../shared/contract/talk.ts';
import { type HalfSent, sendHalf } from '../half-sent.ts';
import { useSharedStack } from '../shared-stack.ts';
import { send } from '../signed-calls.ts';
import { textOf } from '../use-stack.ts';

/** Bodies that are begun and never ended, over the real Workers. */
const running = useSharedStack();
/** workerd reads 64 kB more of a body that nobody wants; what goes beyond resets the connection, and may take the answer along. */
const HALF = { declaredBytes: 1_200_000, sentBytes: 40_000 };
const JSON_TYPE = { 'content-type': 'application/json' };

const chatUrl = () => `${running.stack.urls.bff}${CHAT_COMPLETIONS_PATH}`;
const interactionsUrl = () => `${running.stack.urls.bot}/interactions`;
const keyed = () => ({ ...JSON_TYPE, authorization: `Bearer ${running.stack.keys.apiKey}` });
const talkUrl = () => `${running.stack.urls.voice}/v1/talk/sessions`;
const tokensUrl = () => `${running.stack.urls.voice}${TALK_TOKENS_PATH}`;
const likeTalkPage = () => ({ ...JSON_TYPE, origin: running.stack.urls.voice });
const likeDiscord = () => ({
  ...JSON_TYPE,
  'x-signature-ed25519': 'a'.repeat(128),
  'x-signature-timestamp': String(Math.floor(Date.now() / 1_000)),
});

async function answersOf(uploads: readonly HalfSent[]) {
  const answers = await Promise.all(uploads.map(({ answer }) => answer));
  for (const { close } of uploads) close();
  return answers;
}

async function signed(url: string): Promise<Record<string, string>> {
  const secret = running.stack.keys.sharedSecret;
  const { headers } = await signCall({ secret, signer: 'bot', url, body: '{}' });
  return headers;
}

describe('a body that never ends', () => {
  it.each<[string, () => string, Record<string, string>]>([
    ['to the bff, with a signature of one letter', chatUrl, { ...JSON_TYPE, 'signature-input': 'x' }],
    ['to the bff, with a key of another form', chatUrl, { ...JSON_TYPE, authorization: 'Bearer lb-x' }],
    ['to the bff, with nothing', chatUrl, JSON_TYPE],
    ['to the bot, with nothing', interactionsUrl, JSON_TYPE],
  ])('%s is answered by its headers, 120 times over', async (_, url, headers) => {
    const answers = await answersOf(Array.from({ length: 120 }, () => sendHalf(url(), headers, HALF)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  });

  // Each waits for the same five seconds.
  it.concurrent.each<
    [string, () => string, () => Record<string, string> | Promise<Record<string, string>>, number]
  >([
    ['of a client with its key', chatUrl, keyed, 90_000],
    ['of a client with its key, declared small', chatUrl, keyed, 100],
    ['of a signed call to the bff', chatUrl, () => signed(chatUrl()), 1_000],
    ['of a signed call to the voice Worker', tokensUrl, () => signed(tokensUrl()), 1_000],
    ['of an interaction whose headers look right', interactionsUrl, likeDiscord, 1_000],
    ['of a page that redeems a link to a conversation', talkUrl, likeTalkPage, 500],
  ])('%s that stops after 5 bytes is a 408', async (_, url, headers, declaredBytes) => {
    const [answer] = await answersOf([sendHalf(url(), await headers(), { declaredBytes, sentBytes: 5 })]);
    expect(answer).toMatchObject({ status: 408, text: expect.stringContaining('"body_timeout"') });
  });

  it('leaves everybody else their answer: 500 of a client, and 500 like Discord', async () => {
    const slow = { declaredBytes: 1_000_000, sentBytes: 40_000 };
    const uploads = [
      ...Array.from({ length: 500 }, () => sendHalf(chatUrl(), keyed(), slow)),
      ...Array.from({ length: 500 }, () => sendHalf(interactionsUrl(), likeDiscord(), slow)),
    ];
    const { invoke, settled } = running.stack;
    const messages = [{ role: 'user', content: '따라 해: 물론' }];
    const body = JSON.stringify({ messages });
    // First the client, who has no deadline: a slow machine takes seconds to accept a thousand connections.
    const reply = await send({ url: chatUrl(), method: 'POST', headers: keyed(), body });
    expect(reply.content).toContain('물론');
    const { interactionId } = await invoke('chat', { prompt: '따라 해: 그래도' });
    expect(textOf(await settled(interactionId))).toContain('그래도');
    const statuses = new Set((await answersOf(uploads)).map(({ status }) => status));
    for (const status of statuses) expect([408, 429, 503]).toContain(status);
  });
});
