// A link goes round: from 5 people to 150 within seconds, and back. Nobody may be turned away with an error.
import { askOnce } from './chat.js';

export const options = {
  scenarios: {
    spike: {
      executor: 'ramping-vus',
      startVUs: 5,
      stages: [
        { duration: '10s', target: 5 },
        { duration: '5s', target: Number(__ENV.VUS ?? 150) },
        { duration: __ENV.DURATION ?? '30s', target: Number(__ENV.VUS ?? 150) },
        { duration: '5s', target: 5 },
        { duration: '15s', target: 5 },
      ],
    },
  },
  thresholds: {
    errors: ['rate<0.01'],
    time_to_first_token: ['p(95)<1400'],
    http_req_duration: ['p(95)<8000'],
  },
  summaryTrendStats: ['min', 'med', 'avg', 'p(90)', 'p(95)', 'p(99)', 'max'],
};

export default askOnce;
