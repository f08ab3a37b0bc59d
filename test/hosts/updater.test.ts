import { createHmac } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { updaterProgram } from '../../src/hosts/updater.ts';

/** What a function of the updater prints, in each shell that may run it, and its code. */
function call(script: string, input = ''): { readonly out: string; readonly code: number | null } {
  const functions = updaterProgram().replaceAll(/^(?:clean|updater) "\$@"$/gm, '');
  const [dash, ash] = (['dash', 'busybox'] as const).map((shell) => {
    const words = shell === 'dash' ? ['-c'] : ['sh', '-c'];
    const { status, stdout } = spawnSync(shell, [...words, `${functions}\n${script}`], {
      input,
      encoding: 'utf8',
    });
    return { out: stdout, code: status };
  });
  expect(ash).toEqual(dash);
  return dash!;
}

describe('versions', () => {
  test.each([
    ['1.10.0', '>=1.2 <2', true],
    ['1.2', '>=1.2 <2', true],
    ['1.2.0', '=1.2', true],
    ['2', '>=1.2 <2', false],
    ['2.0.0', '<2', false],
    ['1.1.9', '>=1.2 <2', false],
    ['3.1', '>3 !=3.1', false],
    ['3.1.1', '>3 !=3.1 <=3.1.1', true],
  ])('%s in %s: %s', (version, range, inside) => {
    expect(call(`in_range ${version} '${range}'`).code).toBe(inside ? 0 : 1);
  });
});

describe('windows', () => {
  const at = (day: number, time: string): string =>
    `date() { printf '${day} ${time.replace(':', ' ')}'; }; env() { shift; "$@"; }`;
  test.each([
    ['Sat,Sun 02:00-05:00', 6, '02:00', true],
    ['Sat,Sun 02:00-05:00', 6, '05:00', false],
    ['Sat,Sun 02:00-05:00', 1, '03:00', false],
    ['02:00-05:00', 3, '04:59', true],
    ['Fri 22:00-04:00', 6, '03:00', true],
    ['Fri 22:00-04:00', 5, '03:00', false],
    ['Fri 22:00-04:00', 5, '23:08', true],
    ['Sun 22:00-04:00', 1, '00:09', true],
    ['Fri-Mon 08:00-09:00', 7, '08:30', true],
    ['Mon..Fri 08:00-09:00', 6, '08:30', false],
    ['Sat 02:00-05:00 Nowhere/Nothing', 6, '03:00', false],
    ['Sat 02:00-05:00 ../../etc/passwd', 6, '03:00', false],
    ['Caturday 02:00-05:00', 6, '03:00', false],
    ['Sat 2-5', 6, '03:00', false],
  ])('%s on day %i at %s: %s', (window, day, time, open) => {
    expect(call(`${at(day, time)}; policy_windows='${window}'; in_window`).code).toBe(open ? 0 : 1);
  });
  test('none is always; one of several is enough', () => {
    expect(call(`policy_windows=''; in_window`).code).toBe(0);
    expect(
      call(`${at(2, '12:00')}; policy_windows='Mon 01:00-02:00
Tue 12:00-12:01'; in_window`).code,
    ).toBe(0);
  });
});

test.each(['k', 'a longer one with $(reboot) and "quotes"', 'x'.repeat(64), 'y'.repeat(200)])(
  'the signature of a message with the key %s',
  (key) => {
    const script = `file=$(mktemp); printf '%s\\n' '${key}' >"$file"; hmac_sha256 "$file"; rm -f "$file"`;
    expect(call(script, 'a message').out).toBe(createHmac('sha256', key).update('a message').digest('hex'));
  },
);

test.each(['plain', 'a "quoted" \\ word', 'tab\tand\nline', '\u001b[31mred', 'é ü 漢', '{}$(reboot)`x`'])(
  'as JSON: %j',
  (text) => {
    const { out } = call(`json_text "$(cat)"; printf '%s' "$json"`, text);
    // eslint-disable-next-line no-control-regex
    expect(JSON.parse(out)).toBe(text.replaceAll(/[\u0000-\u001f]/g, ' '));
  },
);

describe('policies', () => {
  const read = (...lines: readonly string[]): { readonly out: string; readonly code: number | null } =>
    call(
      `POLICIES=$(mktemp -d); cat >"$POLICIES/app.policy"; read_policy app; code=$?
       rm -r "$POLICIES"; printf '%s|' "$policy_build" "$policy_before" "$policy_track $policy_ref"; exit $code`,
      ['path=/opt/app', 'url=https://x/y', 'branch=main', ...lines].join('\n'),
    );
  test('values are as they stand, to the end of the line', () => {
    expect(read('build=a=b "c" $(reboot) \\n', 'build= two ', 'before_update=`x`')).toEqual({
      code: 0,
      out: 'a=b "c" $(reboot) \\n\n two |`x`|branch main|',
    });
  });
  test.each([
    'colour=red',
    'nonsense',
    'keep=many',
    'path=relative',
    'path=/opt/../etc',
    'branch=-x',
    'url=--upload-pack=x',
    'commit=HEAD',
    'verify=perhaps',
    'deploy_key=/root/a b',
  ])('%s is refused', (line) => {
    expect(read(line).code).toBe(64);
  });
});
