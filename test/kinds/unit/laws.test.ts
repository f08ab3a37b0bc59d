import { expect, test } from '@jest/globals';
import { unit } from '../../../src/kinds/unit/index.ts';
import type { UnitSpec } from '../../../src/kinds/unit/spec.gen.ts';
import { randomFrom, type Random } from './random.ts';
import { hostOf } from './support/described-host.ts';
import { desiredOf, planOf, settle } from './support/plan-case.ts';
import type { DescribedFile, DescribedHost, UnitCase } from './support/unit-case.ts';

const start = 'ExecStart=/bin/sleep 9\n';
const service = (unit: string, more: string, install: string): string =>
  `[Unit]\n${unit}\n[Service]\n${start}${more}\n[Install]\n${install}\n`;
const texts = {
  plain: service('', '', 'WantedBy=multi-user.target'),
  moved: service('', '', 'WantedBy=x.target'),
  static: service('', '', ''),
  aliased: service('', '', 'Alias=c.service'),
  both: service('', '', 'WantedBy=multi-user.target\nAlias=c.service\nAlso=b.service'),
  also: service('', '', 'Also=b.service'),
  circle: service('', '', 'WantedBy=x.target\nAlso=a.service b.service'),
  oneshot: service('', 'Type=oneshot', 'WantedBy=multi-user.target'),
  remaining: service('', 'Type=oneshot\nRemainAfterExit=yes', ''),
  reloading: service('', 'ExecReload=/bin/true', 'RequiredBy=x.target'),
  proud: service('RefuseManualStart=yes', '', 'WantedBy=multi-user.target'),
  stubborn: service('RefuseManualStop=yes', '', 'WantedBy=multi-user.target'),
  limits: '[Service]\nNice=1\n',
  install: '[Install]\nWantedBy=x.target\n',
  remain: '[Service]\nRemainAfterExit=yes\n',
};
type TextName = keyof typeof texts;
const lonely = [
  'plain',
  'moved',
  'static',
  'oneshot',
  'remaining',
  'reloading',
  'proud',
  'stubborn',
] as const;
const social = ['aliased', 'both', 'also', 'circle'] as const;
const names = ['a.service', 'b.service', 'w@.service', 'w@i.service', 'w@j.service'];
const states = ['active', 'inactive', 'failed', 'activating', 'deactivating', 'reloading', 'dreaming'];
const yesOrNo = [true, false, undefined];

/** One unit alone has aliases and names others: two that claim the same contradict each other. */
function textFor(random: Random, name: string): TextName {
  return random.pick(name === 'a.service' ? [...lonely, ...social] : lonely);
}

/** Files of one unit, as they may come to lie on a host. */
function filesOf(random: Random, name: string): Record<string, DescribedFile> {
  const text = (): DescribedFile => ({ text: texts[textFor(random, name)], mtime: random.pick([100, 300]) });
  const [etc, vendor, run] = [name, `/usr/lib/systemd/system/${name}`, `/run/systemd/system/${name}`];
  // What happens to links and masks that Also= leads to without being named is for systemd to say.
  const odd =
    name === 'b.service' ? [] : [{ [etc]: '' }, { [etc]: `-> /opt/${name}`, [`/opt/${name}`]: texts.plain }];
  const own = random.pick<Record<string, DescribedFile>>([
    ...[{}, { [etc]: text() }, { [etc]: text() }, { [vendor]: text() }, { [etc]: text(), [vendor]: text() }],
    ...[
      { [vendor]: text(), [etc]: '-> /dev/null' },
      { [vendor]: text(), [run]: '-> /dev/null' },
    ],
    ...odd,
  ]);
  const drop = random.below(4) === 0 ? { [`${name}.d/x.conf`]: texts.limits } : {};
  const links = random.many(
    () =>
      [
        `${random.pick(['multi-user.target', 'x.target'])}.wants/${name}`,
        `-> /etc/systemd/system/${name}`,
      ] as const,
    2,
  );
  return { ...own, ...drop, ...(name === 'w@.service' ? {} : Object.fromEntries(links)) };
}

function hostFrom(random: Random): DescribedHost {
  const files = Object.assign({}, ...names.map((name) => filesOf(random, name))) as Record<
    string,
    DescribedFile
  >;
  const units = names
    .filter((name) => name !== 'w@.service' && random.below(2) === 0)
    .map((name) => [name, random.pick(states)] as const);
  const alias = random.below(6) === 0 ? { 'c.service': '-> /etc/systemd/system/a.service' } : {};
  return { files: { ...files, ...alias }, units: Object.fromEntries(units) };
}

/** An entry such as a user might write; not all of them pass. */
function entryFrom(random: Random, name: string): UnitSpec {
  if (random.below(8) === 0) return { name, absent: true };
  const drops = random.pick([
    undefined,
    undefined,
    {},
    { 'y.conf': random.pick(['limits', 'install', 'remain']) },
  ]);
  const all = {
    ...(random.below(6) === 0 ? { match: random.pick(['*', 'w@*', 'a*']), optional: true } : { name }),
    file: random.below(2) === 0 ? textFor(random, name) : undefined,
    drop_ins: drops,
    instances: name === 'w@.service' ? random.pick([undefined, ['i'], ['i', 'j']]) : undefined,
    enabled: random.pick(yesOrNo),
    active: random.pick(yesOrNo),
    masked: random.below(5) === 0 ? random.pick(yesOrNo) : undefined,
    on_change: random.pick([undefined, 'restart', 'reload', 'reload-or-restart', 'none'] as const),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Distinct units: two entries for one name are an error before anything is planned. */
function entriesFrom(random: Random): readonly UnitSpec[] {
  const chosen = names.filter(() => random.below(2) === 0).sort(() => random.below(3) - 1);
  const entries = chosen.map((name) => entryFrom(random, name));
  const taken = new Set(entries.flatMap(({ instances = [] }) => instances.map((one) => `w@${one}.service`)));
  return entries.filter(
    (spec) => (unit.rules ?? []).every((rule) => rule(spec) === undefined) && !taken.has(spec.name ?? ''),
  );
}

const seeds = Array.from({ length: 40 }, (_, index) => index);

test.each(seeds)(
  'whatever lies on a host, a plan can be carried out, and leaves nothing to do (%d)',
  (seed) => {
    const random = randomFrom(seed);
    for (let round = 0; round < 50; round++) {
      const one: UnitCase = {
        it: '',
        units: entriesFrom(random),
        texts,
        host: hostFrom(random),
        allow_critical: true,
      };
      const { desired } = desiredOf(one);
      const host = hostOf(one.host ?? {});
      const steps = planOf(host, desired, one);
      try {
        const { blocked, steps: left } = settle(host, desired, one);
        expect([blocked, left]).toEqual([[], []]);
      } catch (error) {
        throw new Error(
          `${(error as Error).message}\n${JSON.stringify({ ...one, texts: undefined }, null, 1)}\n${JSON.stringify(
            steps.changes.flatMap((change) => change.steps),
            null,
            1,
          )}`,
          { cause: error },
        );
      }
    }
  },
);
