import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDiscordFileUrl, isExpiredFileUrl } from './discord-cdn.ts';

const LOCAL = 'http://127.0.0.1:4000';

describe('an address of Discord’s CDN', () => {
  it.each([
    'https://cdn.discordapp.com/attachments/1/2/a.png?ex=6&is=5&hm=4',
    'https://cdn.discordapp.com/ephemeral-attachments/1/2/a.png',
    'https://media.discordapp.net/attachments/1/2/a.png',
    `${LOCAL}/ephemeral-attachments/1/2/a.png`,
  ])('is %s', (url) => {
    expect(isDiscordFileUrl(url, LOCAL)).toBe(true);
  });

  it.each([
    'http://cdn.discordapp.com/attachments/1/2/a.png',
    'https://cdn.discordapp.com:8443/attachments/1/2/a.png',
    'https://user@cdn.discordapp.com/attachments/1/2/a.png',
    'https://cdn.discordapp.com.example.com/attachments/1/2/a.png',
    'https://cdn.discordapp.com@169.254.169.254/attachments/a',
    'https://cdn.discordapp.com/attachments/../api/users',
    'https://cdn.discordapp.com/avatars/1/2.png',
    'https://10.0.0.1/attachments/1/2/a.png',
    'http://127.0.0.1:4001/attachments/1/2/a.png',
    'http://[::1]/attachments/1/2/a.png',
    'file:///attachments/a',
    'data:image/png;base64,AAAA',
    `https://cdn.discordapp.com/attachments/${'a'.repeat(2_048)}`,
    '',
  ])('is not %s', (url) => {
    expect(isDiscordFileUrl(url, LOCAL)).toBe(false);
  });

  it('is the stand-in’s in the local stack alone', () => {
    expect(isDiscordFileUrl(`${LOCAL}/attachments/1/2/a.png`)).toBe(false);
  });

  it('is at one of two hosts, for any text that is one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (url) => {
        if (isDiscordFileUrl(url)) expect(new URL(url).hostname).toMatch(/discordapp/);
      }),
    );
  });
});

describe('an expired address', () => {
  it('is one whose `ex` has come', () => {
    const url = 'https://cdn.discordapp.com/attachments/1/2/a.png?ex=64';
    expect(isExpiredFileUrl(url, 99_999)).toBe(false);
    expect(isExpiredFileUrl(url, 100_000)).toBe(true);
  });

  it('is not one without a readable `ex`', () => {
    for (const query of ['', '?ex=', '?ex=zz', '?ex=-1', `?ex=${'f'.repeat(40)}`])
      expect(isExpiredFileUrl(`https://cdn.discordapp.com/attachments/1/2/a${query}`, 1e13)).toBe(false);
    expect(isExpiredFileUrl('no address', 0)).toBe(false);
  });
});
