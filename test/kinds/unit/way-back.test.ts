import { describe, expect, test } from '@jest/globals';
import type { PlanContext } from '../../../src/kinds/kind.ts';
import type { FileSeen, ManagerSeen, Shown } from '../../../src/kinds/unit/actual.ts';
import type { Link } from '../../../src/kinds/unit/text/links.ts';
import type { Kept } from '../../../src/kinds/unit/way-back/kept.ts';
import { compareBack } from '../../../src/kinds/unit/way-back/way-back.ts';
import type { Finding } from '../../../src/kinds/kind.ts';
import type { Act, Step } from '../../../src/model/step.ts';

const dir = '/etc/systemd/system';
const context: PlanContext = { allowCritical: false, includes: () => true };

function file(path: string, bytes: string | Uint8Array, more: Partial<FileSeen> = {}): FileSeen {
  const rights = { mode: '644', owner: 'root:root', modified: 0 };
  return { path, type: 'file', ...rights, bytes: Buffer.from(bytes), ...more };
}

interface Case {
  readonly unit?: string;
  readonly acts: readonly Act[];
  /** What the host kept; null where it kept nothing. */
  readonly kept: Partial<Kept> | null;
  readonly files?: readonly FileSeen[];
  readonly links?: readonly Link[];
  readonly active?: string;
}

function back({
  unit = 'a.service',
  acts,
  kept,
  files = [],
  links = [],
  active = 'inactive',
}: Case): Finding {
  const steps = acts.map((act, at): Step => ({ id: `s${at + 1}`, phase: 'files', because: '', ...act }));
  const manager = {
    ...{ scope: 'system', directory: dir, runtime: '/run/systemd/system', path: [dir], running: true },
    ...{ systemd: 257, links, verifyUnavailable: false },
    units: new Map([[unit, { id: unit, names: [unit], activeState: active } as unknown as Shown]]),
    files: new Map(files.map((one) => [one.path, one])),
  } satisfies ManagerSeen;
  const none = { files: new Map(), linksBefore: undefined, linksAfter: undefined, states: new Map() };
  const whole: Kept | null = kept && { result: 'changed', ...none, ...kept };
  const seen = {
    actual: new Map([['system', manager] as const]),
    kept: new Map([['system', whole] as const]),
  };
  const [finding] = compareBack(
    { id: 'R', changes: [{ address: `unit/${unit}`, differences: [], steps }] },
    seen,
    context,
  );
  return finding!;
}

const system = { scope: 'system' } as const;
const write: Act = {
  do: 'write',
  ...system,
  path: `${dir}/a.service`,
  content: 'new',
  mode: '0644',
  owner: 'root:root',
  was: null,
};
const start: Act = { do: 'start', ...system, unit: 'a.service' };
const said = ({ steps }: Finding): readonly string[] =>
  steps.map(
    (step) =>
      `${step.phase}: ${step.do} ${'path' in step ? step.path.split('/').slice(4).join('/') : 'unit' in step ? step.unit : ''}`,
  );

describe('the way back from a run', () => {
  test('what the run started is stopped before its file goes', () => {
    const finding = back({
      acts: [write, start],
      kept: { states: new Map([['a.service', 'inactive']]) },
      files: [file(`${dir}/a.service`, 'new')],
      active: 'active',
    });
    expect(said(finding)).toEqual([
      'files: remove a.service',
      'retire: stop a.service',
      'reload: daemon-reload ',
    ]);
    expect(finding.evidence).toHaveProperty('active', 'active');
  });

  test('owner and mode go back where the text is the same', () => {
    const { steps, differences } = back({
      acts: [write],
      kept: {
        files: new Map([[`${dir}/a.service`, file('', 'new', { mode: '604', owner: 'daemon:games' })]]),
      },
      files: [file(`${dir}/a.service`, 'new')],
    });
    expect(differences).toEqual([
      { field: 'file mode and owner', from: '0644 root:root', to: '0604 daemon:games' },
    ]);
    expect(steps[0]).toMatchObject({ do: 'write', mode: '0604', owner: 'daemon:games', content: 'new' });
  });

  test('bytes that are no text are not carried through a plan', () => {
    const kept = { files: new Map([[`${dir}/a.service`, file('', new Uint8Array([0xff, 0]))]]) };
    const { blocked, steps } = back({ acts: [write], kept, files: [file(`${dir}/a.service`, 'new')] });
    expect([blocked, steps]).toEqual([[expect.stringContaining('was no text')], []]);
  });

  test('only links that the run moved are moved back', () => {
    const link = (name: string): Link => ({
      path: `${dir}/x.target.wants/${name}`,
      target: `${dir}/${name}`,
    });
    const finding = back({
      acts: [{ do: 'enable', ...system, unit: 'a.service' }],
      kept: { linksBefore: [link('old.service')], linksAfter: [link('old.service'), link('a.service')] },
      links: [link('a.service'), link('others.service')],
    });
    expect(said(finding)).toEqual(['enablement: remove x.target.wants/a.service', 'reload: daemon-reload ']);
  });

  test('of a run that was cut before it could say what it left, links of the units that it linked go back', () => {
    const link = (name: string): Link => ({
      path: `${dir}/x.target.wants/${name}`,
      target: `${dir}/${name}`,
    });
    const act = (verb: 'enable' | 'disable'): readonly Act[] => [{ do: verb, ...system, unit: 'a.service' }];
    const kept = { result: undefined, linksBefore: [link('a.service'), link('gone.service')] };
    const disabled = back({ acts: act('disable'), kept });
    expect(said(disabled)).toEqual(['enablement: link x.target.wants/a.service', 'reload: daemon-reload ']);
    expect(back({ acts: act('disable'), kept, links: [link('a.service')] }).steps).toEqual([]);
    const links = [link('a.service'), link('new.service')];
    const enabled = back({ acts: act('enable'), kept: { ...kept, linksBefore: [] }, links });
    expect(said(enabled)).toEqual(['enablement: remove x.target.wants/a.service', 'reload: daemon-reload ']);
  });

  test.each(['rolled-back', 'interrupted', 'stale', 'refused'])(
    'there is none from one that ended %s',
    (result) => {
      expect(back({ acts: [write], kept: { result }, files: [file(`${dir}/a.service`, 'x')] }).steps).toEqual(
        [],
      );
    },
  );

  test('a host without a record of it is left alone, and says why', () => {
    expect(back({ acts: [write], kept: null }).blocked).toEqual([
      expect.stringContaining('no record of run R'),
    ]);
  });

  test('what the host needs to live is not stopped without a word', () => {
    const finding = back({
      unit: 'ssh.service',
      acts: [{ do: 'start', ...system, unit: 'ssh.service' }],
      kept: { states: new Map([['ssh.service', 'inactive']]) },
      active: 'active',
    });
    expect(finding.blocked).toEqual([expect.stringContaining('--allow-critical')]);
  });
});
