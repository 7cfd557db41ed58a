import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { senderOf } from './address.ts';

describe('the sender behind an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['1::2::3', '1::2::3'],
    ['not an address', 'not an address'],
    ['1:2:3', '1:2:3'],
    ['::12345', '::12345'],
  ])('%s is %s', (address, sender) => expect(senderOf(address)).toBe(sender));

  it('is one for all addresses of a /64, in whatever form, and another for each /64', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const network = fc.tuple(group, group, group, group);
    const format = (groups: readonly number[], isPadded: boolean) =>
      groups.map((part) => part.toString(16).padStart(isPadded ? 4 : 1, '0')).join(':');
    fc.assert(
      fc.property(network, network, network, network, fc.boolean(), (net, other, a, b, isPadded) => {
        const sender = senderOf(format([...net, ...a], false));
        expect(senderOf(format([...net, ...b], isPadded))).toBe(sender);
        const isSame = format(net, false) === format(other, false);
        expect(senderOf(format([...other, ...a], isPadded)) === sender).toBe(isSame);
      }),
    );
  });

  it('is found in any text without an error', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:.%]{0,45}$/));
    fc.assert(fc.property(texts, (text) => senderOf(text).length >= 0));
  });
});
