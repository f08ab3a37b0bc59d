import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { escapePath, escapeUnit, unescapeUnit } from '../../../src/kinds/unit/escape.ts';
import { instantiate, parseUnitName, templateOf, unitTypes } from '../../../src/kinds/unit/name.ts';

describe('parseUnitName', () => {
  test.each(unitTypes)('knows the type .%s', (type) => {
    expect(parseUnitName(`a.${type}`)).toEqual({ name: `a.${type}`, prefix: 'a', template: false, type });
  });

  test.each([
    ['worker@a.service', { prefix: 'worker', instance: 'a', template: false, type: 'service' }],
    ['worker@.service', { prefix: 'worker', template: true, type: 'service' }],
    ['w@a@b.c.service', { prefix: 'w', instance: 'a@b.c', template: false, type: 'service' }],
    ['a.service.timer', { prefix: 'a.service', template: false, type: 'timer' }],
    ['-.mount', { prefix: '-', template: false, type: 'mount' }],
    ['dev-disk-by\\x2dlabel-a.swap', { prefix: 'dev-disk-by\\x2dlabel-a', template: false, type: 'swap' }],
    [`${'a'.repeat(247)}.service`, { prefix: 'a'.repeat(247), template: false, type: 'service' }],
  ])('parts %s', (name, parts) => {
    expect(parseUnitName(name)).toEqual({ name, ...parts });
  });

  test.each([
    ['', 'the unit name is empty'],
    ['nginx', 'does not end in a unit type'],
    ['nginx.conf', 'does not end in a unit type'],
    ['nginx.Service', 'does not end in a unit type'],
    ['.service', 'nothing before its suffix'],
    ['@a.service', 'nothing before its @'],
    ['a b.service', 'holds " "'],
    ['a/b.service', 'holds "/"'],
    ['a$(id).service', 'holds "$"'],
    ['a\n.service', 'holds "\\n"'],
    ['é.service', 'holds "é"'],
    ['😀.service', 'holds "😀"'],
    [`${'a'.repeat(248)}.service`, 'longer than 255'],
  ])('refuses %j', (name, problem) => {
    expect(parseUnitName(name)).toContain(problem);
  });
});

describe('templates and instances', () => {
  test('an instance is made from a template, and leads back to it', () => {
    expect(instantiate('worker@.service', 'a')).toMatchObject({ name: 'worker@a.service', instance: 'a' });
    expect(templateOf('worker@a.service')).toBe('worker@.service');
    expect(templateOf('worker@.service')).toBe('worker@.service');
    expect(templateOf('w@a@b.service')).toBe('w@.service');
  });

  test.each(['worker.service', 'nonsense', ''])('%j has no template', (name) => {
    expect(templateOf(name)).toBeUndefined();
  });

  test.each([
    ['worker.service', 'a', 'is not a template'],
    ['worker@b.service', 'a', 'is not a template'],
    ['worker@.service', '', 'needs a name'],
    ['worker@.service', 'a/b', 'holds "/"'],
    ['worker@.service', 'a'.repeat(250), 'longer than 255'],
  ])('refuses %s of instance %j', (template, instance, problem) => {
    expect(instantiate(template, instance)).toContain(problem);
  });
});

/** What systemd-escape(1) of this machine says. */
function systemdEscape(...args: readonly string[]): string {
  return execFileSync('systemd-escape', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).slice(0, -1);
}

describe('escapes agree with systemd-escape', () => {
  const texts = [
    'a',
    'a/b',
    '/a',
    'a-b',
    '.hidden',
    'a.b',
    'ü',
    'a b\\c',
    'x@y:z_0',
    '-',
    '//',
    'a=b,c',
    '"\'$`\n\t',
  ];

  test.each(texts)('%j', (text) => {
    expect(escapeUnit(text)).toBe(systemdEscape('--', text));
    expect(unescapeUnit(escapeUnit(text))).toBe(text);
  });

  test.each([
    '/',
    '/var/lib/x',
    '//var///lib/',
    '/a-b/.c',
    '/a/./b',
    'rel/path',
    '/dev/disk/by-label/x',
    '/ü',
  ])('path %s', (path) => {
    expect(escapePath(path)).toBe(systemdEscape('--path', '--', path));
  });

  test('what is broken has no text', () => {
    expect(['\\', '\\x2', '\\y2d', 'a\\xzz', '\\xff'].map(unescapeUnit)).toEqual(Array(5).fill(undefined));
    expect(escapePath('/a/../b')).toBeUndefined();
  });
});
