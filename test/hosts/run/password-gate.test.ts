import { expect, test } from '@jest/globals';
import { PasswordGate } from '../../../src/hosts/run/password-gate.ts';
import type { Turn } from '../../../src/hosts/run/password-gate.ts';

/** Hosts at a gate: who was let in, or turned away, in which order. */
function queue(gate: PasswordGate, hosts: readonly string[]) {
  const turns = new Map<string, Turn>();
  const seen: string[] = [];
  const done = hosts.map(async (host) => {
    const turn = await gate.enter(host);
    seen.push(typeof turn === 'string' ? `${host}: ${turn}` : host);
    if (typeof turn !== 'string') turns.set(host, turn);
  });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const answer = async (host: string, said: Parameters<Turn['answered']>[0]): Promise<void> => {
    turns.get(host)?.answered(said);
    await settled();
  };
  return { seen, answer, settled, done: Promise.all(done) };
}

test('one host at a time, until one has accepted the password', async () => {
  const { seen, answer, settled } = queue(new PasswordGate(), ['a', 'b', 'c', 'd']);
  await settled();
  expect(seen).toEqual(['a']);
  await answer('a', 'none');
  expect(seen).toEqual(['a', 'b']);
  await answer('b', 'accepted');
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
});

test('a password that was refused is offered to nobody else', async () => {
  const gate = new PasswordGate();
  const { seen, answer, settled, done } = queue(gate, ['a', 'b', 'c']);
  await settled();
  await answer('a', 'refused');
  await done;
  const why = "sudo's password was not accepted on a; not tried";
  expect(seen).toEqual(['a', `b: ${why} here`, `c: ${why} here`]);
  expect(await gate.enter('a')).toBe(`${why} again`);
});

test('once it was accepted somewhere, a refusal is that host’s own', async () => {
  const { seen, answer, settled } = queue(new PasswordGate(), ['a', 'b', 'c']);
  await settled();
  await answer('a', 'accepted');
  await answer('b', 'refused');
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('a host that says nothing is not waited for without end, and its late answer counts', async () => {
  const gate = new PasswordGate(50);
  const { seen, answer, settled, done } = queue(gate, ['a', 'b']);
  await settled();
  expect(seen).toEqual(['a']);
  await done;
  expect(seen).toEqual(['a', 'b']);
  await answer('a', 'refused');
  await answer('b', 'none');
  expect(await gate.enter('c')).toContain('not tried here');
});
