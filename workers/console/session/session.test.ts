import { describe, expect, it } from 'vitest';
import { channelOf, formatSessionCookie, readSessionCookie } from './cookie.ts';
import { isOwnForm } from './origin.ts';
import { IDLE_MS, judgeSession, LONGEST_MS } from './rules.ts';

const TOKEN = 'a'.repeat(43);

describe('the cookie of a session', () => {
  it('is kept from scripts, other sites and plain connections', () => {
    expect(formatSessionCookie('secure', TOKEN, 60)).toBe(
      `__Host-libra-console=${TOKEN}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=60`,
    );
  });

  it('is read where it was set, and nowhere else', () => {
    const header = `x=1; __Host-libra-console=${TOKEN}`;
    expect(readSessionCookie('secure', header)).toBe(TOKEN);
    expect(readSessionCookie('local', header)).toBeNull();
    expect(readSessionCookie('secure', `libra-console=${TOKEN}`)).toBeNull();
  });

  it.each([
    ['two of them', `libra-console=${TOKEN}; libra-console=${'b'.repeat(43)}`],
    ['another form', 'libra-console=short'],
    ['none', null],
  ])('is not taken when there is %s', (_, header) => {
    expect(readSessionCookie('local', header)).toBeNull();
  });

  it.each([
    ['https://console.example/console', 'secure'],
    ['http://127.0.0.1:8795/console', 'local'],
    ['http://console.example/console', null],
    ['http://127.0.0.1.example/console', null],
  ])('%s is %s', (url, channel) => {
    expect(channelOf(new URL(url))).toBe(channel);
  });
});

describe('a form', () => {
  const from = (headers: Record<string, string>) =>
    isOwnForm({ url: 'https://console.example/console/login', headers: new Headers(headers) });

  it('is the own of the same origin alone', () => {
    expect(from({ origin: 'https://console.example' })).toBe(true);
    expect(from({ 'sec-fetch-site': 'same-origin' })).toBe(true);
  });

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'https://console.example.evil.example' }],
    [{ origin: 'http://console.example' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    [{}],
  ])('is another page’s with %j', (headers) => {
    expect(from(headers as Record<string, string>)).toBe(false);
  });
});

describe('a session', () => {
  const session = { openedAtMs: 0, usedAtMs: 0, agentHash: 'a' };

  it('ends without use, and in any case', () => {
    expect(judgeSession(session, 'a', IDLE_MS - 1)).toBe('live');
    expect(judgeSession(session, 'a', IDLE_MS)).toBe('over');
    expect(judgeSession({ ...session, usedAtMs: LONGEST_MS - 1 }, 'a', LONGEST_MS)).toBe('over');
  });

  it('is taken for stolen when another browser shows it', () => {
    expect(judgeSession(session, 'b', 1)).toBe('stolen');
  });
});
