/** Headers of the responses of bot, bff and llm: answers, refusals, and what the frameworks say. */
import { describe, expect, it } from 'vitest';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { PRIVACY_EXPORT_PATH } from '../../shared/contract/privacy.ts';
import {
  HEALTH_PATH,
  LLM_ORIGIN,
  LLM_STATUS_PATH,
  MODELS_PATH,
  RESPONSES_PATH,
  STATUS_PATH,
} from '../../shared/contract/routes.ts';
import { send, sendToLlm, signChat, signFor, signForLlm, somebody } from '../signed-calls.ts';
import { useStack } from '../use-stack.ts';

const running = useStack({ vars: { bff: { API_MAX_BODY_BYTES: '1300000' } } });

function expectSecured(headers: Headers, cacheControl = 'no-store'): void {
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': cacheControl,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'strict-transport-security': expect.stringContaining('max-age='),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
}

describe('every response of the bot is secured', () => {
  it.each([
    ['GET', '/health', 200],
    ['HEAD', '/health', 200],
    ['GET', '/', 404],
    ['PUT', '/interactions', 405],
    ['POST', '/interactions', 401],
  ])('%s %s', async (method, path, status) => {
    const response = await fetch(`${running.stack.urls.bot}${path}`, { method });
    expect(response.status).toBe(status);
    expectSecured(response.headers);
  });
});

describe('every response of the bff is secured', () => {
  const bearer = () => ({ authorization: `Bearer ${running.stack.keys.apiKey}` });

  it.each([
    ['GET', HEALTH_PATH, 200],
    ['HEAD', HEALTH_PATH, 200],
    ['GET', MODELS_PATH, 200],
    ['GET', '/nothing', 404],
    ['GET', CHAT_COMPLETIONS_PATH, 405],
    ['POST', STATUS_PATH, 403],
    ['POST', CHAT_COMPLETIONS_PATH, 400],
    ['POST', RESPONSES_PATH, 400],
    ['POST', '/v1/%', 404],
  ])('%s %s', async (method, path, status) => {
    const response = await fetch(`${running.stack.urls.bff}${path}`, { method, headers: bearer() });
    expect(response.status).toBe(status);
    expectSecured(response.headers);
  });

  it('a refusal of a body that is too large', async () => {
    const body = 'x'.repeat(1_400_000);
    const url = `${running.stack.urls.bff}${CHAT_COMPLETIONS_PATH}`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(413);
    expectSecured(response.headers);
  });

  it('an answer, an export, and a stream with the rule of streams', async () => {
    const caller = somebody();
    const answer = await send(await signChat(running.stack, caller, '안녕'));
    expect(answer.status).toBe(200);
    expectSecured(answer.headers);
    const exported = await send(await signFor(running.stack, PRIVACY_EXPORT_PATH, caller));
    expect(exported.status).toBe(200);
    expectSecured(exported.headers);
    const stream = await send(await signChat(running.stack, caller, '안녕', { stream: true }));
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expectSecured(stream.headers, 'no-cache, no-transform');
  });
});

describe('every response of the llm Worker is secured', () => {
  it('an answer, a refusal, and what is not there', async () => {
    const answer = await sendToLlm(running.stack, await signForLlm(running.stack, LLM_STATUS_PATH));
    const call = { method: 'POST' as const, headers: {}, body: '{}' };
    const refused = await sendToLlm(running.stack, { ...call, url: `${LLM_ORIGIN}${LLM_STATUS_PATH}` });
    const missing = await sendToLlm(running.stack, { ...call, url: `${LLM_ORIGIN}/nothing` });
    expect([answer.status, refused.status, missing.status]).toEqual([200, 401, 404]);
    for (const { headers } of [answer, refused, missing]) expectSecured(headers);
  });
});
