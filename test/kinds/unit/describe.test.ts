import { describe, expect, test } from '@jest/globals';
import { describeUnitText } from '../../../src/kinds/unit/text/describe.ts';
import { parseUnitText } from '../../../src/kinds/unit/text/parse.ts';

const plain = {
  type: 'simple',
  remainAfterExit: false,
  canReload: false,
  hasInstall: false,
  refuseManualStart: false,
  refuseManualStop: false,
};

function describeTexts(...texts: readonly string[]) {
  return describeUnitText(texts.map(parseUnitText));
}

describe('describeUnitText', () => {
  test.each([
    ['a plain service', '[Service]\nExecStart=/bin/a\n', {}],
    [
      'a oneshot that remains',
      '[Service]\nType=oneshot\nRemainAfterExit=on\nExecStart=/bin/a\n',
      { type: 'oneshot', remainAfterExit: true },
    ],
    ['a service without ExecStart=', '[Service]\nExecStop=/bin/a\n', { type: 'oneshot' }],
    ['a service with a bus name', '[Service]\nBusName=a.b\nExecStart=/bin/a\n', { type: 'dbus' }],
    ['a service with ExecReload=', '[Service]\nExecStart=/bin/a\nExecReload=/bin/b\n', { canReload: true }],
    [
      'a service that reloads by signal',
      '[Service]\nType=notify-reload\nExecStart=/bin/a\n',
      { type: 'notify-reload', canReload: true },
    ],
    ['an unknown Type=', '[Service]\nType=foo\nExecStart=/bin/a\n', {}],
    [
      'manual starts refused',
      '[Unit]\nRefuseManualStart=yes\nRefuseManualStop=1\n[Service]\nExecStart=/bin/a\n',
      { refuseManualStart: true, refuseManualStop: true },
    ],
    ['something to enable', '[Service]\nExecStart=/bin/a\n[Install]\nAlso=b.socket\n', { hasInstall: true }],
    ['an empty [Install]', '[Service]\nExecStart=/bin/a\n[Install]\nWantedBy=\n', {}],
  ])('%s', (_, text, expected) => {
    expect(describeTexts(text)).toEqual({ ...plain, ...expected });
  });

  test('drop-ins add, override and take back', () => {
    const main =
      '[Service]\nType=notify\nExecStart=/bin/a\nExecReload=/bin/b\n[Install]\nWantedBy=a.target\n';
    expect(describeTexts(main, '[Service]\nExecReload=\n[Install]\nWantedBy=\n')).toEqual({
      ...plain,
      type: 'notify',
    });
    expect(describeTexts(main, '[Service]\nType=exec\n')).toMatchObject({ type: 'exec', canReload: true });
    expect(describeTexts(main, '[Service]\nType=\n')).toMatchObject({ type: 'notify' });
    expect(
      describeTexts(main, '[Service]\nRemainAfterExit=yes\n', '[Service]\nRemainAfterExit=no\n'),
    ).toMatchObject({
      remainAfterExit: false,
    });
  });
});
