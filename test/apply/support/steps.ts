import type { Act, Scope, Step } from '../../../src/model/step.ts';
import type { Phase } from '../../../src/model/phase.ts';

const phaseOf: Readonly<Record<Act['do'], Phase>> = {
  verify: 'verify',
  linger: 'retire',
  place: 'content',
  'update-repo': 'content',
  'remove-checkout': 'files',
  'return-checkout': 'files',
  unmask: 'retire',
  write: 'files',
  remove: 'files',
  link: 'files',
  enable: 'enablement',
  disable: 'enablement',
  reenable: 'enablement',
  mask: 'enablement',
  'daemon-reload': 'reload',
  stop: 'stop',
  start: 'start',
  restart: 'start',
  reload: 'start',
  'reload-or-restart': 'start',
  'try-restart': 'start',
  health: 'health',
};

/** Acts → steps `s1`, `s2`, … as a plan has them. */
export function numbered(...acts: readonly Act[]): readonly Step[] {
  return acts.map((act, index): Step => ({
    ...act,
    id: `s${index + 1}`,
    phase: phaseOf[act.do],
    because: 'a test says so',
  }));
}

export function write(path: string, content = 'text', scope: Scope = 'system'): Act {
  return { do: 'write', scope, path, content, mode: '0644', owner: 'root:root', was: null };
}

export function unit(
  verb: 'enable' | 'disable' | 'start' | 'stop' | 'restart',
  name: string,
  scope: Scope = 'system',
): Act {
  return { do: verb, scope, unit: name };
}

export function health(name: string, settle = 0, scope: Scope = 'system'): Act {
  return { do: 'health', scope, unit: name, health: { settle, timeout: 1000 } };
}

/** A host's usual plan: a file, a reload, a start and its health. */
export const usual = numbered(
  write('/etc/systemd/system/a.service'),
  { do: 'daemon-reload', scope: 'system' },
  unit('start', 'a.service'),
  health('a.service'),
);
