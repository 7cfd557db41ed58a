import { describe, expect, it } from 'vitest';
import { answerOptions, corsHeaders, parseCorsOrigins } from './cors.ts';

const allowed = ['https://app.example.com'];
const preflight = (origin: string, headers: Record<string, string> = {}) =>
  new Request('https://bff.example/v1/chat/completions', {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', ...headers },
  });

describe('CORS', () => {
  it('answers a preflight of a configured origin with what it asks for', () => {
    const wanted = 'authorization,content-type,x-stainless-os';
    const response = answerOptions(
      preflight('https://app.example.com', { 'access-control-request-headers': wanted }),
      allowed,
    );
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(response.headers.get('access-control-allow-headers')).toBe(wanted);
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    expect(response.headers.get('vary')).toBe('Origin');
  });

  it.each([
    'https://evil.example.com',
    'https://app.example.com.evil.com',
    'http://app.example.com',
    'https://app.example.com:8443',
    'null',
  ])('refuses a preflight of %s', (origin) => {
    const response = answerOptions(preflight(origin), allowed);
    expect(response.status).toBe(403);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('allows no page while nothing is configured, and any with *', () => {
    expect(corsHeaders('https://app.example.com', [])).toBeNull();
    expect(corsHeaders('https://any.example', ['*'])).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(corsHeaders(null, ['*'])).toBeNull();
  });

  it('answers an OPTIONS request that is no preflight with the methods', () => {
    const response = answerOptions(new Request('https://bff.example/v1/models', { method: 'OPTIONS' }), []);
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  });

  it('reads a list of origins, and refuses what is none', () => {
    expect(parseCorsOrigins('https://a.example, http://localhost:3000/ ,')).toEqual([
      'https://a.example',
      'http://localhost:3000',
    ]);
    expect(parseCorsOrigins('*')).toEqual(['*']);
    for (const wrong of ['a.example', 'https://a.example/path', 'ftp://a.example', 'https://*.example']) {
      expect(parseCorsOrigins(wrong)).toBeNull();
    }
  });
});
