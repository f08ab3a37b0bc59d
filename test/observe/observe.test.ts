import { describe, expect, test } from '@jest/globals';
import type { ScriptResult } from '../../src/hosts/connection.ts';
import type { AnyKind, KindResources } from '../../src/kinds/kind.ts';
import { observe } from '../../src/observe/observe.ts';
import { frames, healthy, lookHost } from './support/look-host.ts';

/** Resources of a kind that looks by one call, and reads the section of its own name. */
function resources(name: string, problem?: string): KindResources {
  const kind: Partial<AnyKind> = {
    name,
    probe: (desired) => [{ libraries: ['unit'], function: `look_${name}`, args: desired.map(String) }],
    read: (sections, _, { systemd }) =>
      problem ?? `${systemd} ${Buffer.from(sections.get(name) ?? []).toString()}`.split(' '),
  };
  return { kind: kind as AnyKind, desired: [`${name}'s`] };
}

const nothing = { stdout: new Uint8Array(), stderr: '' };

describe('observe', () => {
  test('all resources of all kinds, in one round trip', async () => {
    const host = lookHost({ a: 'one', b: 'two' });
    const observed = await observe(host, [resources('a'), resources('b')]);
    expect(observed).toEqual({
      facts: { systemd: 257, runs: [] },
      actuals: [
        ['257', 'one'],
        ['257', 'two'],
      ],
    });
    expect(host.scripts).toHaveLength(1);
    expect(host.scripts[0]).toMatchObject({ privileged: true });
    const text = String(host.scripts[0]?.text);
    expect(text).toContain(`\nlook_a 'a'\\''s'\nlook_b 'b'\\''s'\n`);
    expect(text.match(/^unit_match\(\)/gm)).toHaveLength(1);
  });

  test('each look has a nonce of its own', async () => {
    const host = lookHost({});
    await observe(host, []);
    await observe(host, []);
    const [one, other] = host.scripts.map(({ text }) => /^NONCE=(.*)$/m.exec(String(text))?.[1]);
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(one).not.toBe(other);
  });

  test('what cannot be understood is why nothing was seen', async () => {
    expect(await observe(lookHost({}), [resources('a'), resources('b', 'files changed')])).toEqual({
      unseen: 'files changed',
    });
  });

  const unseen = async (answer: Parameters<typeof lookHost>[0]): Promise<string> => {
    const observed = await observe(lookHost(answer), [resources('a')]);
    return 'unseen' in observed ? observed.unseen : 'seen';
  };

  test('a host without systemd', async () => {
    expect(await unseen({ host: 'systemd=none\n' })).toContain('does not run systemd');
  });

  test('an output that was cut, with what the shell complained of', async () => {
    const cut =
      (stderr: string) =>
      (nonce: string): ScriptResult => ({
        ...{ type: 'exited', code: 2, stderr },
        stdout: Buffer.from(frames(nonce, { host: healthy }).slice(0, -20)),
      });
    expect(await unseen(cut('noise\nsh: \u001b[1mstat: not found\n'))).toBe(
      'the look at the host ended too early: sh: \\x1b[1mstat: not found',
    );
    expect(await unseen(cut(''))).toBe('the look at the host ended too early');
  });

  test('a host that prints nothing', async () => {
    expect(await unseen(() => ({ ...nothing, type: 'exited', code: 0 }))).toContain('ended too early');
  });

  test.each(['lost', 'timeout', 'overflow', 'aborted'] as const)('%s', async (type) => {
    expect(await unseen(() => ({ ...nothing, type, message: `it was ${type}` }))).toBe(`it was ${type}`);
  });

  test('become refused', async () => {
    expect(await unseen(() => ({ type: 'refused', message: 'sudo wants a password', stderr: '' }))).toBe(
      'sudo wants a password',
    );
  });

  test('a stranger’s output is bounded', async () => {
    const host = lookHost({});
    await observe(host, []);
    expect(host.scripts[0]?.limits.maxBytes).toBeLessThanOrEqual(64 << 20);
    expect(host.scripts[0]?.limits.totalMs).toBeLessThanOrEqual(600_000);
  });

  test('whoever gives up is heard', async () => {
    const { signal } = new AbortController();
    const host = lookHost({});
    await observe(host, [], signal);
    expect(host.scripts[0]?.signal).toBe(signal);
  });
});
