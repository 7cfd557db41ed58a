// The everyday load: 50 people who ask one question after the other for two minutes.
import { askOnce } from './chat.js';

export const options = {
  scenarios: {
    chat: { executor: 'constant-vus', vus: Number(__ENV.VUS ?? 50), duration: __ENV.DURATION ?? '2m' },
  },
  thresholds: {
    http_req_duration: ['p(95)<3000'],
    time_to_first_token: ['p(95)<1000'],
    errors: ['rate<0.01'],
    checks: ['rate>0.99'],
  },
  summaryTrendStats: ['min', 'med', 'avg', 'p(90)', 'p(95)', 'p(99)', 'max'],
};

export default askOnce;
