// Streamed answers at a fixed rate, whoever waits: what `npm run bench -- scale` compares its simulation with.
import { check } from 'k6';
import http from 'k6/http';
import { Rate } from 'k6/metrics';

const errors = new Rate('errors');

export const options = {
  scenarios: {
    rate: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.RATE ?? 5),
      timeUnit: '1s',
      duration: __ENV.DURATION ?? '15s',
      preAllocatedVUs: 100,
      maxVUs: 400,
    },
  },
  thresholds: { errors: ['rate<0.01'], dropped_iterations: ['count<1'] },
  summaryTrendStats: ['med', 'p(95)'],
};

export default function askOnce() {
  const prompt = `Please stream ${__ENV.DELTAS} words ${__ENV.GAP_MS} ms apart (${__VU}-${__ITER}-${Date.now()}).`;
  const response = http.post(
    `${__ENV.BFF_URL}/v1/chat/completions`,
    JSON.stringify({ model: 'gpt-4o-mini', stream: true, messages: [{ role: 'user', content: prompt }] }),
    {
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${__ENV.API_KEY}`,
        'cf-connecting-ip': `10.${Math.floor(__VU / 250)}.${__VU % 250}.1`,
      },
      timeout: '60s',
    },
  );
  errors.add(
    !check(response, { 'ended with [DONE]': ({ body }) => String(body).trimEnd().endsWith('[DONE]') }),
  );
}
