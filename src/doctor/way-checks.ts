import type { Unreachable, Way } from '../hosts/connection.ts';
import { check } from '../model/check.ts';
import type { Check } from '../model/check.ts';

/** The stages of the way to a host in their order, as they are called in the report. */
const stages: readonly (readonly [Unreachable['stage'], string])[] = [
  ['config', 'configuration'],
  ['resolve', 'name'],
  ['connect', 'port'],
  ['handshake', 'handshake'],
  ['host-key', 'host key'],
  ['auth', 'login'],
];

/** The way to a host that was reached: address, host key and login. */
export function wayChecks(way: Way): readonly Check[] {
  const login = [way.user, way.key].filter((part) => part !== undefined).join(' with ');
  return [
    check('port', 'ok', way.address),
    ...(way.hostKey === undefined ? [] : [check('host key', 'ok', way.hostKey)]),
    check('login', 'ok', login),
  ];
}

/** The way to a host that was not: what went well before, and what stopped us. */
export function brokenWay(unreachable: Unreachable): readonly Check[] {
  const at = stages.findIndex(([stage]) => stage === unreachable.stage);
  const passed = stages.slice(1, Math.max(1, at)).map(([, name]) => check(name, 'ok', 'passed'));
  const name = stages[at]?.[1] ?? unreachable.stage;
  return [...passed, check(name, 'fail', unreachable.message, unreachable.fix)];
}
