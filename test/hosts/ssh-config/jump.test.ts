import { expect, test } from '@jest/globals';
import { expand } from '../../../src/hosts/ssh-config/expand.ts';
import { parseJump } from '../../../src/hosts/ssh-config/jump.ts';

test('hops are read with user, port and IPv6 addresses', () => {
  expect(parseJump('bastion')).toEqual([{ alias: 'bastion' }]);
  expect(parseJump('me@a:2222, [2001:db8::1]:22,ssh://b/')).toEqual([
    { alias: 'a', user: 'me', port: 2222 },
    { alias: '2001:db8::1', port: 22 },
    { alias: 'b' },
  ]);
  expect(parseJump('2001:db8::1')).toEqual([{ alias: '2001:db8::1' }]);
  expect(parseJump('none')).toEqual([]);
});

test('what is no hop is told', () => {
  for (const text of ['-oProxyCommand=x', 'a b', '@a', 'a,,b', 'a:port'])
    expect(parseJump(text)).toBeUndefined();
});

test('tokens, variables and the home directory are expanded; half a path is none', () => {
  const tokens = {
    address: '10.0.0.1',
    alias: 'web1',
    port: 22,
    user: 'deploy',
    home: '/home/me',
    localUser: 'me',
    uid: 7,
  };
  expect(expand('~/.ssh/%r@%n:%p-%h.%u%%', tokens)).toBe('/home/me/.ssh/deploy@web1:22-10.0.0.1.me%');
  expect(expand('${KEYS}/id', tokens, { KEYS: '/keys' })).toBe('/keys/id');
  expect(expand('${KEYS}/id', tokens, {})).toBeUndefined();
  expect(expand('%C', tokens)).toBeUndefined();
});
