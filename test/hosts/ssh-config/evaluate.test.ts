import { expect, test } from '@jest/globals';
import { evaluate } from '../../../src/hosts/ssh-config/evaluate.ts';
import type { Asked, Settings } from '../../../src/hosts/ssh-config/evaluate.ts';
import type { ConfigNode } from '../../../src/hosts/ssh-config/node.ts';
import { parseConfig } from '../../../src/hosts/ssh-config/parse.ts';

function ask(text: string, alias: string, more: Partial<Asked> = {}): Settings {
  const nodes = parseConfig(text, 'config') as readonly ConfigNode[];
  return evaluate([nodes], { alias, localUser: 'me', ...more });
}

function values(settings: Settings): Record<string, readonly string[]> {
  return Object.fromEntries(settings.words);
}

test('the first value wins, and only sections whose patterns match count', () => {
  const text = 'Host web*\n  User www\n  Port 2222\nHost * !db1\n  User all\n  Compression=yes\n';
  expect(values(ask(text, 'web1'))).toEqual({ user: ['www'], port: ['2222'], compression: ['yes'] });
  expect(values(ask(text, 'db1'))).toEqual({});
  expect(values(ask(text, 'x'))).toEqual({ user: ['all'], compression: ['yes'] });
});

test('identity files gather; quotes and comments are not part of a value', () => {
  const text = 'IdentityFile ~/.ssh/a # mine\nHost *\n  IdentityFile "~/.ssh/b c"\n  identityfile=~/.ssh/d\n';
  expect(ask(text, 'x').words.get('identityfile')).toEqual(['~/.ssh/a', '~/.ssh/b c', '~/.ssh/d']);
});

test('Match asks for the address, the name as written and the users', () => {
  const text = [
    'Match originalhost web1\n  HostName 10.0.0.1',
    'Match host 10.0.0.* user deploy\n  Port 1',
    'Match localuser me !host 10.*\n  Port 2',
    'Match all\n  Port 3',
  ].join('\n');
  expect(ask(text, 'web1', { user: 'deploy' }).words.get('port')).toEqual(['1']);
  expect(ask(text, 'other').words.get('port')).toEqual(['2']);
  expect(ask(text, 'web1').words.get('port')).toEqual(['3']);
  expect(ask(text, 'x', { address: '10.0.0.9', user: 'deploy' }).words.get('port')).toEqual(['1']);
});

test('Match final is a second pass, in which identity files do not count twice', () => {
  const text = 'Match final all\n  User late\nHost *\n  IdentityFile a\n';
  const settings = ask(text, 'x');
  expect(values(settings)).toEqual({ identityfile: ['a'], user: ['late'] });
});

test('Match exec is never run; what hangs on it is undecided, unless it was said before', () => {
  const text =
    'Port 22\nMatch originalhost web1 exec "touch /tmp/fleetwright-must-not-run"\n  User a\n  Port 1\n';
  expect([...ask(text, 'web1').undecided]).toEqual([['user', 'Match exec']]);
  expect(ask(text, 'db1').undecided.size).toBe(0);
});

test('what follows an undecided section does not overrule it', () => {
  const settings = ask('Match exec "true"\n  User a\nMatch all\n  User b\n', 'x');
  expect(settings.undecided.has('user')).toBe(true);
});
