import { expect, test } from '@jest/globals';
import { parseDeb822, parseOneLine, sourceFor } from '../../src/sandbox/apt-sources.ts';

const debian = `Types: deb deb-src
# a comment in the middle
URIs: http://deb.debian.org/debian https://mirror.example/debian
Suites: bookworm
 bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb-src
URIs: http://sources.example/debian
Suites: bookworm
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
`;

test('a deb822 entry is read with its folded fields, once for each of its URIs', () => {
  const rest = {
    suites: ['bookworm', 'bookworm-updates'],
    components: ['main', 'contrib'],
    keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
  };
  expect(parseDeb822(debian)).toEqual([
    { uri: 'http://deb.debian.org/debian', ...rest },
    { uri: 'https://mirror.example/debian', ...rest },
  ]);
});

test('a key written into a deb822 entry is no path', () => {
  const text =
    'Types: deb\nURIs: http://a/\nSuites: s\nComponents: main\nSigned-By:\n -----BEGIN PGP-----\n abc\n';
  expect(parseDeb822(text)).toEqual([{ uri: 'http://a/', suites: ['s'], components: ['main'] }]);
});

test('one-line entries are read with their options, comments and sources passed over', () => {
  const text = [
    '# deb http://commented.example/debian bookworm main',
    'deb [arch=amd64 signed-by=/etc/k.gpg] http://a.example/debian bookworm main contrib # why',
    'deb-src http://a.example/debian bookworm main',
    '  deb http://b.example/debian bookworm main',
  ].join('\n');
  expect(parseOneLine(text)).toEqual([
    {
      uri: 'http://a.example/debian',
      suites: ['bookworm'],
      components: ['main', 'contrib'],
      keyring: '/etc/k.gpg',
    },
    { uri: 'http://b.example/debian', suites: ['bookworm'], components: ['main'] },
  ]);
});

test('the entry of the release itself is taken: no other vendor, no update, no disc', () => {
  const sources = parseOneLine(
    [
      'deb cdrom:[Debian]/ bookworm main',
      'deb https://packages.example cloud-sdk-bookworm main',
      'deb http://security.example/debian-security bookworm-security main',
      'deb http://tools.example bookworm nonfree',
      'deb http://mirror.example/debian bookworm main',
    ].join('\n'),
  );
  expect(sourceFor('bookworm', sources)?.uri).toBe('http://mirror.example/debian');
  expect(sourceFor('trixie', sources)).toBeUndefined();
});
