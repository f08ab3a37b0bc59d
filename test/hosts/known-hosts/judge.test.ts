import { expect, test } from '@jest/globals';
import { parseKnownHosts } from '../../../src/hosts/known-hosts/entry.ts';
import { knownHostsOf } from '../../../src/hosts/known-hosts/index-of.ts';
import { judge, knownTypes, lookupNames } from '../../../src/hosts/known-hosts/judge.ts';
import type { ShownKey, Verdict } from '../../../src/hosts/known-hosts/judge.ts';

const shown: ShownKey = { type: 'ssh-ed25519', base64: 'KEY1' };

function verdict(lines: string, address = 'web1', port = 22, alias?: string): Verdict {
  return judge(knownHostsOf(parseKnownHosts(lines, 'f')), lookupNames(address, port, alias), shown);
}

test('a known key is trusted, whichever of several lines has it', () => {
  expect(verdict('web1 ssh-ed25519 KEY1').type).toBe('trusted');
  expect(verdict('web1 ssh-ed25519 OLD\nweb1 ssh-ed25519 KEY1').type).toBe('trusted');
  expect(verdict('web* ssh-ed25519 KEY1').type).toBe('trusted');
});

test('another key of the same type is a changed one, and the line that disagrees is named', () => {
  expect(verdict('\nweb1 ssh-ed25519 OTHER')).toMatchObject({
    type: 'changed',
    by: [{ file: 'f', line: 2 }],
  });
});

test('keys of other types do not make a key changed, but they are told', () => {
  expect(verdict('web1 ssh-rsa RSA')).toMatchObject({ type: 'other-type', known: [{ type: 'ssh-rsa' }] });
});

test('a revoked key is refused even where another line trusts it', () => {
  expect(verdict('web1 ssh-ed25519 KEY1\n@revoked * ssh-ed25519 KEY1')).toMatchObject({
    type: 'revoked',
    by: { line: 2 },
  });
  expect(verdict('web1 ssh-ed25519 KEY1\n@revoked db* ssh-ed25519 KEY1').type).toBe('trusted');
});

test('a certificate authority alone trusts no plain key', () => {
  expect(verdict('@cert-authority *.example.org ssh-ed25519 CA', 'a.example.org').type).toBe('authority');
  expect(verdict('@cert-authority web1 ssh-ed25519 KEY1').type).toBe('authority');
});

test('on another port the line for that port decides, then the key of the bare host, as with ssh', () => {
  expect(verdict('[web1]:2222 ssh-ed25519 KEY1', 'web1', 2222).type).toBe('trusted');
  expect(verdict('web1 ssh-ed25519 KEY1', 'web1', 2222).type).toBe('trusted');
  expect(verdict('web1 ssh-ed25519 OTHER', 'web1', 2222).type).toBe('unknown');
  expect(verdict('web1 ssh-ed25519 KEY1\n[web1]:2222 ssh-ed25519 OTHER', 'web1', 2222).type).toBe('changed');
  expect(verdict('[web1]:2222 ssh-ed25519 KEY1').type).toBe('unknown');
});

test('an alias replaces address and port', () => {
  expect(verdict('fleet ssh-ed25519 KEY1', '10.0.0.1', 2222, 'fleet').type).toBe('trusted');
  expect(verdict('10.0.0.1 ssh-ed25519 KEY1', '10.0.0.1', 22, 'fleet').type).toBe('unknown');
});

test('the types of known keys are told, but not those of revoked ones and authorities', () => {
  const lines =
    'web1 ssh-rsa A\nweb* ecdsa-sha2-nistp256 B\n@revoked web1 ssh-ed25519 C\n@cert-authority web1 ssh-ed25519 D';
  const known = knownHostsOf(parseKnownHosts(lines, 'f'));
  expect([...knownTypes(known, lookupNames('web1', 22))]).toEqual(['ssh-rsa', 'ecdsa-sha2-nistp256']);
  expect([...knownTypes(known, lookupNames('web1', 2200))]).toEqual(['ssh-rsa', 'ecdsa-sha2-nistp256']);
});
