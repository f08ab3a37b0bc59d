import { expect, test } from '@jest/globals';
import type { Address } from '../../src/model/address.ts';
import { chooseAddresses } from '../../src/plan/choose-addresses.ts';

const all: readonly Address[] = [
  'unit/ollama.service',
  'unit/ollama.socket',
  'unit/web.service',
  'unit/user:bob/ollama.service',
  'tree/opt/ollama',
];

const chosen = (only: readonly string[], except: readonly string[] = []): readonly string[] =>
  all.filter(chooseAddresses(only, except));

test('without a word all count', () => {
  expect(chosen([])).toEqual(all);
});

test('a glob without a slash is for names of any kind, whosesoever they are', () => {
  expect(chosen(['ollama.service'])).toEqual(['unit/ollama.service', 'unit/user:bob/ollama.service']);
  expect(chosen(['*ollama*'])).toEqual(all.filter((one) => one.includes('ollama')));
});

test('one with a slash is for addresses', () => {
  expect(chosen(['unit/*'])).toEqual(all.filter((one) => one.startsWith('unit/')));
  expect(chosen(['unit/ollama.service'])).toEqual(['unit/ollama.service']);
  expect(chosen(['unit/user:bob/*'])).toEqual(['unit/user:bob/ollama.service']);
});

test('several are joined, and an exception wins', () => {
  expect(chosen(['web*', '*.socket'])).toEqual(['unit/ollama.socket', 'unit/web.service']);
  expect(chosen(['unit/*'], ['*.service'])).toEqual(['unit/ollama.socket']);
  expect(chosen([], ['tree/*', '*ollama.service'])).toEqual(['unit/ollama.socket', 'unit/web.service']);
});

test('a dot is a dot, and nothing matches in part', () => {
  expect(chosen(['ollama'])).toEqual(['tree/opt/ollama']);
  expect(chosen(['ollamaXservice'])).toEqual([]);
});
