import { expect, test } from '@jest/globals';
import { addressIn, chooseSubnet } from '../../src/sandbox/subnet.ts';

const first = (seed: number, taken: readonly string[] = []): string | undefined => {
  const subnet = chooseSubnet(seed, taken);
  return subnet && addressIn(subnet, 0);
};

test('the seed says where, the whole of 10/8 is used', () => {
  expect(first(0)).toBe('10.0.0.0');
  expect(first(17)).toBe('10.1.16.0');
  expect(first(4095)).toBe('10.255.240.0');
  expect(first(4096)).toBe('10.0.0.0');
});

test('what the machine uses already is stepped over, whether it holds the subnet or lies in it', () => {
  expect(first(0, ['10.0.0.0/16'])).toBe('10.1.0.0');
  expect(first(0, ['10.0.15.7'])).toBe('10.0.16.0');
  expect(first(0, ['10.0.3.0/24', '10.0.16.0/20'])).toBe('10.0.32.0');
  expect(first(4095, ['10.255.255.1/24'])).toBe('10.0.0.0');
});

test('what is no IPv4 network takes nothing', () => {
  expect(first(0, ['default', 'fd00::1/64', '192.168.0.0/16'])).toBe('10.0.0.0');
});

test('when all of 10/8 is taken there is none', () => {
  expect(first(5, ['10.0.0.0/8'])).toBeUndefined();
  expect(first(5, ['0.0.0.0/0'])).toBeUndefined();
});

test('addresses run past the last byte', () => {
  const subnet = { base: 10 * 2 ** 24, prefix: 20 };
  expect([1, 255, 256, 1001].map((index) => addressIn(subnet, index))).toEqual([
    '10.0.0.1',
    '10.0.0.255',
    '10.0.1.0',
    '10.0.3.233',
  ]);
});
