import { expect } from '@jest/globals';
import { Ajv } from 'ajv';
import { unit } from '../../../../src/kinds/unit/index.ts';
import type { Actual } from '../../../../src/kinds/unit/actual.ts';
import type { Desired } from '../../../../src/kinds/unit/desired.ts';
import { readSchema } from '../../../../src/load/schemas.ts';
import type { Json } from '../../../../src/model/json.ts';
import type { HostFacts } from '../../../../src/model/observed.ts';
import { phases } from '../../../../src/model/phase.ts';
import type { Difference, HostPlan } from '../../../../src/model/plan.ts';
import type { Step } from '../../../../src/model/step.ts';
import { chooseAddresses } from '../../../../src/plan/choose-addresses.ts';
import { planHost } from '../../../../src/plan/plan-host.ts';
import { stepsOf } from '../../../../src/plan/plan.ts';
import { noTrees } from '../../support/no-trees.ts';
import type { FakeHost } from './fake-host.ts';
import { look } from './fake-look.ts';
import { carryOutAll } from './fake-systemd.ts';
import type { UnitCase } from './unit-case.ts';

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false });
ajv.addKeyword('errorMessage');
const fitsSchema = ajv.compile(readSchema('kinds/unit'));

/** The entries as the loader and the kind take them, and what the kind says of the texts. */
export function desiredOf({ units, texts = {} }: UnitCase) {
  const read = units.map((spec) => {
    expect([spec, fitsSchema(spec), fitsSchema.errors]).toEqual([spec, true, null]);
    expect((unit.rules ?? []).flatMap((rule) => rule(spec) ?? [])).toEqual([]);
    const text = (path: string) => texts[path] ?? { severity: 'error' as const, message: `no text ${path}` };
    const place = (file: string, line: number) => ({ file, line, column: 1 });
    return unit.resolve(spec, { ...noTrees, vars: {}, text, place });
  });
  const said = read.flatMap(({ diagnostics }) =>
    diagnostics.map(({ place, message }) => `${place?.file}:${place?.line}: ${message}`),
  );
  const refused = read.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error'));
  return { desired: read.flatMap(({ desired }) => desired), said, refused };
}

const factsOf = ({ systemd, now }: FakeHost): HostFacts => ({ systemd, now: now * 1e6, runs: [] });

function see(host: FakeHost, desired: readonly Desired[]): Actual {
  const actual = unit.read(look(host, unit.probe(desired)), desired, factsOf(host));
  if (typeof actual === 'string') throw new Error(actual);
  return actual;
}

export function planOf(host: FakeHost, desired: readonly Desired[], one: UnitCase): HostPlan {
  const { allow_critical: allowCritical = false, only = [] } = one;
  const observed = { facts: factsOf(host), actuals: [see(host, desired)] };
  // The one cast of the program (registry.ts) is made by its type there.
  const resources = [{ kind: unit as never, desired }];
  const context = { allowCritical, includes: chooseAddresses(only, []) };
  return planHost({ host: 'web', resources, observed }, context);
}

/** `files write /etc/systemd/system/a.service`, `start restart a.service`, `health a.service`. */
function stepLine(step: Step): string {
  const what = 'unit' in step ? step.unit : 'path' in step ? step.path : 'user' in step ? step.user : '';
  const whose = step.scope === 'system' || step.do === 'linger' ? '' : ` of ${step.scope}`;
  return `${step.phase === step.do ? '' : `${step.phase} `}${step.do} ${what}`.trim() + whose;
}

const word = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

function differenceLine(address: string, difference: Difference): string {
  const at = `${address.slice('unit/'.length)} ${difference.field}`;
  if (!('diff' in difference)) return `${at}: ${word(difference.from)} → ${word(difference.to)}`;
  if (difference.diff.startsWith('--- /dev/null')) return `${at} appears`;
  return `${at} ${difference.diff.includes('+++ /dev/null') ? 'goes' : 'changes'}`;
}

/** A plan as cases put it. */
export function told(plan: HostPlan) {
  return {
    differences: plan.changes.flatMap(({ address, differences }) =>
      differences.map((one) => differenceLine(address, one)),
    ),
    steps: stepsOf(plan).map(stepLine),
    blocked: plan.reasons ?? [],
    warnings: plan.warnings ?? [],
  };
}

/** The facts of the plan's evidence, looked at as for a saved plan: by the names of its addresses alone. */
function factsAgain(host: FakeHost, { evidence }: HostPlan): Record<string, Record<string, Json>> {
  const names = Object.keys(evidence).map((address) => address.slice('unit/'.length));
  const actual = see(
    host,
    names.map((name) => unit.named(name)),
  );
  const now = names.map((name): [string, Record<string, Json>] => {
    const facts = unit.facts(name, actual);
    const fields = Object.keys(evidence[`unit/${name}`] ?? {});
    return [`unit/${name}`, Object.fromEntries(fields.map((field) => [field, facts[field] ?? null]))];
  });
  return Object.fromEntries(now);
}

/** What holds of every plan; then the plan is carried out on the host, and gives what a second one says. */
export function settle(host: FakeHost, desired: readonly Desired[], one: UnitCase): ReturnType<typeof told> {
  const plan = planOf(host, desired, one);
  expect(planOf(host, desired, one)).toEqual(plan);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  const order = stepsOf(plan).map(({ phase }) => phases.indexOf(phase));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toContain(-1);
  if (plan.status === 'blocked') return { ...told(plan), blocked: [] };
  expect(factsAgain(host, plan)).toEqual(plan.evidence);
  carryOutAll(host, stepsOf(plan));
  return told(planOf(host, desired, one));
}
