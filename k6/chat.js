// One streamed question to the OpenAI-compatible API, and what is asked of every answer. Shared by the scenarios.
import { check } from 'k6';
import http from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';

/**
 * k6 reads a response whole, but it knows when the headers came; Libra holds them back until the first token is there (for
 * one and a half seconds at most, BFF_EARLY_STATUS_MS). Below that the time to the headers is the time to the first token.
 */
export const timeToFirstToken = new Trend('time_to_first_token', true);
export const errors = new Rate('errors');
const tokens = new Counter('answer_frames');

/** Short questions with short answers: what is measured is Libra, not how long a model likes to talk. */
const PROMPTS = [
  '따라 해: 오늘은 날씨가 맑고 바람이 조금 붑니다',
  'repeat after me: the meeting was moved to three in the afternoon',
  '따라 해: 점심은 김치찌개로 할까요',
  'repeat after me: all streams end with a done frame',
];

export function askOnce() {
  // Nobody has asked this before: neither the answer cache nor a conversation shortens the way.
  const prompt = `${PROMPTS[__ITER % PROMPTS.length]} (${__VU}-${__ITER}-${Date.now()})`;
  const response = http.post(
    `${__ENV.BFF_URL}/v1/chat/completions`,
    JSON.stringify({ model: 'gpt-4o-mini', stream: true, messages: [{ role: 'user', content: prompt }] }),
    {
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${__ENV.API_KEY}`,
        'cache-control': 'no-cache',
        // Each virtual user comes from an address of its own. Cloudflare overwrites it; the local stack has nobody to do so.
        'cf-connecting-ip': `10.${Math.floor(__VU / 250)}.${__VU % 250}.1`,
      },
      tags: { name: 'chat' },
      timeout: '60s',
    },
  );
  const body = String(response.body ?? '');
  const passed = check(response, {
    'status is 200': ({ status }) => status === 200,
    'ended with [DONE]': () => body.trimEnd().endsWith('data: [DONE]'),
    'holds no error': () => !body.includes('"error":'),
    'has content': () => /"content":"[^"]/.test(body),
  });
  // One line for each that failed, so that a report is not all there is to go by.
  if (!passed) console.warn(`${response.status} ${response.error} ${body.slice(-200)}`);
  errors.add(!passed);
  timeToFirstToken.add(response.timings.waiting);
  tokens.add(body.split('data: ').length - 1);
}
