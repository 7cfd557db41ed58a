import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicHttpUrl } from './public-url.ts';

describe('a URL for somebody else to fetch', () => {
  it.each([
    'https://example.com/cat.png',
    'http://cdn.example.co.kr:8080/a?b=c',
    'https://8.8.8.8/x.jpg',
    'https://172.32.0.1/',
    'https://100.128.0.1/',
    'https://[2606:4700::1111]/',
  ])('%s is public', (url) => {
    expect(isPublicHttpUrl(url)).toBe(true);
  });

  it.each([
    'file:///etc/passwd',
    'ftp://example.com/a',
    'gopher://example.com/',
    'javascript:alert(1)',
    'http://localhost/',
    'http://localhost./',
    'http://localhost../',
    'http://[2001:100::1]/',
    'http://[3fff::1]/',
    'http://app.localhost/',
    'http://metadata/',
    'http://metadata.google.internal/',
    'http://printer.local/',
    'http://127.0.0.1:8787/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://198.18.0.1/',
    'http://192.88.99.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:db8::1]/',
    'not a url',
    '',
  ])('%s is not', (url) => {
    expect(isPublicHttpUrl(url)).toBe(false);
  });

  it('never throws, and never takes an address of 10.0.0.0/8 for a public one', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof isPublicHttpUrl(text) === 'boolean'));
    fc.assert(fc.property(fc.nat(2 ** 24 - 1), (rest) => !isPublicHttpUrl(`http://${10 * 2 ** 24 + rest}/`)));
  });
});
