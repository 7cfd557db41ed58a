import { describe, expect, it } from 'vitest';
import { findRefusal, findRefusalOf, mayUseModel } from './key-rights.ts';
import { ENDPOINTS, NAMED_ENDPOINTS } from './key-settings.ts';

describe('the rights of a key', () => {
  it('are all of them where nothing is set', () => {
    for (const endpoint of ENDPOINTS.filter((each) => !NAMED_ENDPOINTS.has(each)))
      expect(findRefusal({}, { endpoint, model: 'any' })).toBeNull();
  });

  it('hold what changes the answers of others only where that is named', () => {
    expect(findRefusal({}, { endpoint: 'documents' })?.code).toBe('endpoint_not_allowed');
    expect(findRefusal({ endpoints: ['chat'] }, { endpoint: 'documents' })?.code).toBe(
      'endpoint_not_allowed',
    );
    expect(findRefusal({ endpoints: ['documents'] }, { endpoint: 'documents' })).toBeNull();
  });

  it('refuse an endpoint that is not listed, before its model is looked at', () => {
    const rights = { endpoints: ['chat', 'models'] as const, models: ['a'] };
    expect(
      findRefusal({ ...rights, endpoints: [...rights.endpoints] }, { endpoint: 'audio', model: 'b' }),
    ).toEqual({
      code: 'endpoint_not_allowed',
      detail: "This key may not use the endpoint 'audio', only: chat, models.",
    });
  });

  it('refuse a model by its field, by the name alone under which it is asked for', () => {
    const rights = { models: ['libra', 'a/b:c'] };
    expect(findRefusal(rights, { endpoint: 'chat', model: 'a/b:c' })).toBeNull();
    for (const model of ['a', 'Libra', 'a/b:c ', '']) {
      expect(findRefusal(rights, { endpoint: 'chat', model })).toEqual({
        code: 'model_not_allowed',
        param: 'model',
      });
      expect(mayUseModel(rights, model)).toBe(false);
    }
  });

  it('say nothing of a model where the endpoint has none', () => {
    expect(findRefusal({ models: ['a'] }, { endpoint: 'models' })).toBeNull();
  });

  it('do not bind the bot', () => {
    const bot = { kind: 'bot', signer: 'bot', nonce: { value: 'n', expiresAtMs: 1 } } as const;
    expect(findRefusalOf(bot, { endpoint: 'chat', model: 'a' })).toBeNull();
    const apiKey = { id: 1, callsPerMin: 1, settings: { models: ['b'] }, endsAtMs: null };
    expect(findRefusalOf({ kind: 'client', apiKey }, { endpoint: 'chat', model: 'a' })).toMatchObject({
      code: 'model_not_allowed',
    });
  });
});
