import { expect, it } from 'vitest';
import { canonicalPath } from './canonical-path.ts';

it.each([
  ['/v1/models', '/v1/models'],
  ['/v1/models/', '/v1/models'],
  ['/v1//chat/completions', '/v1/chat/completions'],
  ['//v1///chat/completions//?a=//', '/v1/chat/completions'],
  ['/', '/'],
  ['//', '/'],
  ['/v1/models/a%2Fb', '/v1/models/a%2Fb'],
])('%s is routed as %s', (given, routed) => {
  expect(canonicalPath(`https://bff.example${given}`)).toBe(routed);
});
