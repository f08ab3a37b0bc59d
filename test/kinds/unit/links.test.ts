import { describe, expect, test } from '@jest/globals';
import { installLinks } from '../../../src/kinds/unit/text/install.ts';
import { enablementOf, expectedLinks, type Link } from '../../../src/kinds/unit/text/links.ts';
import { parseUnitText } from '../../../src/kinds/unit/text/parse.ts';

const directory = '/etc/systemd/system';
const place = { directory };
const install = (name: string, text: string) => installLinks(name, [parseUnitText(`[Install]\n${text}\n`)]);
const link = (path: string, target: string): Link => ({ path: `${directory}/${path}`, target });

describe('enablementOf', () => {
  const wanted = install('a.service', 'WantedBy=multi-user.target');
  const present = link('multi-user.target.wants/a.service', '/etc/systemd/system/a.service');

  test('every link asked for is there', () => {
    expect(enablementOf('a.service', [present], wanted, place)).toEqual({
      enabled: true,
      missing: [],
      stale: [],
    });
  });

  test.each(['/lib/systemd/system/a.service', '/usr/lib/systemd/system/a.service', '../a.service'])(
    'a link to %s is as good',
    (target) => {
      expect(enablementOf('a.service', [{ ...present, target }], wanted, place).enabled).toBe(true);
    },
  );

  test('one of two links is not enough', () => {
    const both = install('a.service', 'WantedBy=multi-user.target graphical.target');
    expect(enablementOf('a.service', [present], both, place)).toMatchObject({
      enabled: false,
      missing: [{ path: `${directory}/graphical.target.wants/a.service` }],
    });
  });

  test('a changed WantedBy= moves the link', () => {
    const moved = install('a.service', 'WantedBy=graphical.target');
    expect(enablementOf('a.service', [present], moved, place)).toEqual({
      enabled: false,
      missing: [link('graphical.target.wants/a.service', `${directory}/a.service`)],
      stale: [present],
    });
  });

  test('a unit whose [Install] went away keeps stale links', () => {
    expect(enablementOf('a.service', [present], null, place)).toEqual({
      enabled: false,
      missing: [],
      stale: [present],
    });
  });

  test('links in /run are not persistent', () => {
    const runtime = { ...present, path: '/run/systemd/system/multi-user.target.wants/a.service' };
    expect(enablementOf('a.service', [runtime], wanted, place)).toMatchObject({ enabled: false, stale: [] });
  });

  test('a link of the right name to something else does not count', () => {
    const wrong = { ...present, target: '/etc/systemd/system/b.service' };
    expect(enablementOf('a.service', [wrong], wanted, place)).toMatchObject({
      enabled: false,
      missing: [{ path: present.path }],
    });
  });

  test('an alias that is no longer asked for is stale, and so is what it was wanted by', () => {
    const old = [
      link('b.service', `${directory}/a.service`),
      link('x.target.wants/b.service', '../a.service'),
    ];
    expect(enablementOf('a.service', [present, ...old], wanted, place).stale).toEqual(old);
  });

  test('a mask, another unit, a vendor override and deeper links are not stale', () => {
    const others = [
      link('a.service', '/dev/null'),
      link('multi-user.target.wants/b.service', '/etc/systemd/system/b.service'),
      link('multi-user.target.wants/aa.service', '/etc/systemd/system/aa.service'),
      link('a.service.d/x.conf', '/opt/a.service'),
      link('x/y.target.wants/a.service', '../a.service'),
    ];
    expect(enablementOf('a.service', [present, ...others], wanted, place).stale).toEqual([]);
  });

  test('instances of a template do not get in each other’s way', () => {
    const text = 'WantedBy=multi-user.target';
    const a = link('multi-user.target.wants/w@a.service', '/etc/systemd/system/w@.service');
    const b = link('multi-user.target.wants/w@b.service', '/etc/systemd/system/w@.service');
    const ofA = install('w@a.service', text);
    expect(enablementOf('w@a.service', [a, b], ofA, place)).toEqual({
      enabled: true,
      missing: [],
      stale: [],
    });
    expect(enablementOf('w@c.service', [a, b], install('w@c.service', text), place)).toMatchObject({
      enabled: false,
      stale: [],
    });
    const template = install('w@.service', `${text}\nDefaultInstance=a`);
    expect(enablementOf('w@.service', [a, b], template, place)).toEqual({
      enabled: true,
      missing: [],
      stale: [],
    });
  });

  test('with only Also= there is nothing of its own to miss', () => {
    expect(enablementOf('a.service', [], install('a.service', 'Also=a.socket'), place).enabled).toBe(true);
  });
});

describe('expectedLinks', () => {
  test('UpheldBy= counts from systemd 254 on', () => {
    const upheld = install('a.service', 'UpheldBy=x.target')!;
    const made = [link('x.target.upholds/a.service', `${directory}/a.service`)];
    expect(expectedLinks('a.service', upheld, place)).toEqual(made);
    expect(expectedLinks('a.service', upheld, { directory, systemd: 254 })).toEqual(made);
    expect(expectedLinks('a.service', upheld, { directory, systemd: 252 })).toEqual([]);
  });

  test('links lead to where the file lies', () => {
    const fragment = '/usr/lib/systemd/system/w@.service';
    const [only] = expectedLinks('w@a.service', install('w@a.service', 'WantedBy=x.target')!, {
      directory,
      fragment,
    });
    expect(only).toEqual(link('x.target.wants/w@a.service', fragment));
  });
});

test('a value that hangs on the host is said, not guessed', () => {
  expect(install('a.service', 'WantedBy=%H.target x.target')).toMatchObject({
    wantedBy: ['x.target'],
    unknown: ['WantedBy=%H.target'],
  });
});
