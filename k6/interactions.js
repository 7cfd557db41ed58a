// Signed /help at a fixed rate, as Discord would send them. k6's WebCrypto knows no Ed25519, so the requests come from a
// pool that k6/run.ts signed beforehand with the running bot's key.
import { check } from 'k6';
import { SharedArray } from 'k6/data';
import http from 'k6/http';
import { Rate } from 'k6/metrics';

const errors = new Rate('errors');
const pool = new SharedArray('signed interactions', () => JSON.parse(open(__ENV.POOL_FILE)));

export const options = {
  scenarios: {
    interactions: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.RATE ?? 200),
      timeUnit: '1s',
      duration: __ENV.DURATION ?? '1m',
      // A pause of half a second finds them waiting: k6 drops what it has nobody for, and that would say nothing about Libra.
      preAllocatedVUs: 100,
      maxVUs: 200,
    },
  },
  thresholds: {
    // Discord waits three seconds; a constant answer must be far from that.
    http_req_duration: ['p(95)<100', 'p(99)<500'],
    errors: ['rate<0.001'],
    dropped_iterations: ['count<10'],
  },
  summaryTrendStats: ['min', 'med', 'avg', 'p(90)', 'p(95)', 'p(99)', 'max'],
};

export default function interact() {
  const signed = pool[Math.floor(Math.random() * pool.length)];
  const response = http.post(`${__ENV.BOT_URL}/interactions`, signed.body, {
    headers: signed.headers,
    tags: { name: 'help' },
  });
  errors.add(
    !check(response, {
      'status is 200': ({ status }) => status === 200,
      'is a message for the caller alone': ({ body }) => String(body).startsWith('{"type":4,'),
    }),
  );
}
