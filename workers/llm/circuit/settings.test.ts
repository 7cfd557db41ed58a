import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../shared/catalogue/parse.ts';
import { admitCall } from '../../../shared/circuit/circuit.ts';
import { circuitSettings } from './settings.ts';

const parsed = parseCatalogue({
  default: 'slow',
  providers: [{ name: 'desk', base_url: 'http://localhost:1/v1', auth: 'none' }],
  models: [
    { name: 'slow', provider: 'desk', first_token_sec: 120 },
    { name: 'fast', provider: 'desk', first_token_sec: 3 },
    { name: 'thinker', provider: 'desk', abilities: ['reasoning'] },
    { name: 'org/plain', provider: 'desk' },
  ],
});
if (!parsed.ok) throw new Error('the catalogue is wrong');
const config = {
  catalogue: parsed.catalogue,
  openCircuitMs: 15_000,
  firstTokenTimeoutMs: 20_000,
  idleTimeoutMs: 20_000,
  reasoning: { models: ['o1*'], firstTokenTimeoutMs: 90_000 },
};

describe('the lease of a probe', () => {
  it.each([
    ['desk/slow', 120_000],
    ['desk/fast', 3_000],
    ['desk/thinker', 90_000],
    ['desk/org/plain', 20_000],
    ['elsewhere/slow', 20_000],
  ])('of %s outlasts the first token, for which it has %i ms', (target, firstTokenMs) => {
    const settings = circuitSettings(config, target);
    const open = { kind: 'open', reason: 'probe_failed', retryAtMs: 0 } as const;
    const { state } = admitCall(open, 0, 'first', settings);
    expect(admitCall(state, firstTokenMs, 'second', settings).admission.admitted).toBe(false);
    expect(admitCall(state, firstTokenMs + 10_000, 'second', settings).admission.admitted).toBe(true);
  });
});
