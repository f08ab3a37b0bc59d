import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseKnownHosts } from '../../../src/hosts/known-hosts/entry.ts';
import { coversHost, matchesPatterns } from '../../../src/hosts/known-hosts/match.ts';

const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIG0oLkMYtPLmdyMnNW6nTNQ4Prt5N5f2qpH1gGc6XhP3';

test('names, wildcards and negations are matched as in sshd(8)', () => {
  expect(coversHost('web1,10.0.0.1', '10.0.0.1')).toBe(true);
  expect(coversHost('*.example.org,!db.example.org', 'web.example.org')).toBe(true);
  expect(coversHost('*.example.org,!db.example.org', 'db.example.org')).toBe(false);
  expect(coversHost('!db.example.org,*.example.org', 'db.example.org')).toBe(false);
  expect(coversHost('web?', 'web1')).toBe(true);
  expect(coversHost('web?', 'web')).toBe(false);
  expect(coversHost('[web1]:2222', '[web1]:2222')).toBe(true);
  expect(coversHost('web1', '[web1]:2222')).toBe(false);
  expect(coversHost('WEB1', 'web1')).toBe(true);
});

test('a pattern of many stars takes no exponential time', () => {
  const start = Date.now();
  expect(matchesPatterns(['*a'.repeat(30) + 'b'], 'a'.repeat(5000))).toBe(false);
  expect(Date.now() - start).toBeLessThan(1000);
});

test('names hashed by ssh-keygen -H are recognised', () => {
  const directory = mkdtempSync(join(tmpdir(), 'known-'));
  const file = join(directory, 'known_hosts');
  writeFileSync(file, `web1,10.0.0.1 ssh-ed25519 ${key}\n[web2]:2222 ssh-ed25519 ${key}\n`);
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  const entries = parseKnownHosts(readFileSync(file, 'utf8'), file);
  rmSync(directory, { recursive: true });
  const covering = (name: string): number => entries.filter((entry) => coversHost(entry.hosts, name)).length;
  expect(entries.every((entry) => entry.hosts.startsWith('|1|'))).toBe(true);
  expect([covering('web1'), covering('10.0.0.1'), covering('[web2]:2222')]).toEqual([1, 1, 1]);
  expect([covering('web2'), covering('web3'), covering('[web1]:2222')]).toEqual([0, 0, 0]);
});

test('lines that are no entries are passed over, and the others keep their line number', () => {
  const text = `# a comment\n\n@strange web1 ssh-ed25519 ${key}\nweb1 ssh-ed25519\n  @revoked * ssh-rsa AAAA comment\r\n#web1 x y\n`;
  expect(parseKnownHosts(text, 'f')).toEqual([
    { marker: 'revoked', hosts: '*', type: 'ssh-rsa', base64: 'AAAA', file: 'f', line: 5 },
  ]);
});
