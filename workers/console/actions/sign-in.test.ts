import { expect, it } from 'vitest';
import { EN } from '../locale/en.ts';
import { signIn } from './sign-in.ts';

it('counts attempts by the network, of which one sender has more addresses than there are attempts', async () => {
  const keys: string[] = [];
  const loginLimit = { limit: async ({ key }: { key: string }) => ({ success: keys.push(key) === 0 }) };
  for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '192.0.2.7', '::ffff:192.0.2.7']) {
    const request = new Request('https://console.example/console/login', {
      method: 'POST',
      headers: { 'cf-connecting-ip': address },
    });
    const context = { services: { loginLimit }, channel: 'secure', locale: 'en', t: EN };
    expect((await signIn(request, context as never)).status).toBe(429);
  }
  expect(new Set(keys).size).toBe(2);
});
