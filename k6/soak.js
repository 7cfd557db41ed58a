// Half an hour of moderate use: what leaks, grows or tires shows as answers that get slower or fail.
import { sleep } from 'k6';
import { askOnce } from './chat.js';

export const options = {
  scenarios: {
    soak: { executor: 'constant-vus', vus: Number(__ENV.VUS ?? 20), duration: __ENV.DURATION ?? '30m' },
  },
  thresholds: {
    errors: ['rate<0.001'],
    time_to_first_token: ['p(95)<1000'],
    http_req_duration: ['p(95)<3000'],
  },
  summaryTrendStats: ['min', 'med', 'avg', 'p(90)', 'p(95)', 'p(99)', 'max'],
};

export default function soak() {
  askOnce();
  sleep(1);
}
