import type { Diagnostic } from '../../model/diagnostic.ts';
import { milliseconds } from '../../model/duration.ts';
import type { Health, Scope } from '../../model/step.ts';
import type { Sources } from '../kind.ts';
import { checkInstalled } from './check-installed.ts';
import { defaultHealth, type Desired, type DesiredStates, type DesiredUnit } from './desired.ts';
import { instantiate, templateOf } from './name.ts';
import type { UnitSpec } from './spec.gen.ts';

/** One entry of `units` → its units on one host: a template with instances gives the template and each instance. */
export function resolve(
  spec: UnitSpec,
  sources: Sources,
): { readonly desired: readonly Desired[]; readonly diagnostics: readonly Diagnostic[] } {
  const scope = (spec.scope ?? 'system') as Scope;
  if (spec.name === undefined) {
    const lists = { patterns: list(spec.match), except: list(spec.except), optional: spec.optional ?? false };
    return { desired: [{ type: 'match', scope, ...lists, ...states(spec) }], diagnostics: [] };
  }
  const diagnostics: Diagnostic[] = [];
  const texts = readTexts(spec, sources, diagnostics);
  if (diagnostics.length === 0) diagnostics.push(...checkInstalled(spec, texts, sources));
  const base = { type: 'unit', scope, strict: spec.strict ?? false } as const;
  const absent = spec.absent === undefined ? {} : { absent: spec.absent };
  if (spec.instances === undefined) {
    // With a template its instances go.
    const none = spec.absent === true && templateOf(spec.name) === spec.name ? { instances: [] } : {};
    return {
      desired: [{ ...base, name: spec.name, ...texts, ...absent, ...none, ...states(spec) }],
      diagnostics,
    };
  }
  const names = spec.instances.map((instance) => instantiate(spec.name ?? '', instance));
  const instances = names.flatMap((name) => (typeof name === 'string' ? [] : [name.name]));
  const template: DesiredUnit = { ...base, name: spec.name, ...texts, ...absent, instances };
  const each = instances.map((name): DesiredUnit => ({ ...base, name, ...absent, ...states(spec) }));
  return { desired: [template, ...each], diagnostics };
}

function readTexts(
  spec: UnitSpec,
  sources: Sources,
  diagnostics: Diagnostic[],
): Pick<DesiredUnit, 'file' | 'dropIns' | 'modes'> {
  const read = (path: string): string => {
    const text = sources.text(path);
    if (typeof text === 'string') return text;
    diagnostics.push(text);
    return '';
  };
  const entries = Object.entries(spec.drop_ins ?? {});
  const hidden = spec.private?.map((name) => (name === spec.name ? 'file' : `drop_ins/${name}`));
  return {
    ...(spec.file === undefined ? {} : { file: read(spec.file) }),
    ...(spec.drop_ins === undefined
      ? {}
      : { dropIns: new Map(entries.map(([name, path]) => [name, read(path)])) }),
    ...(hidden === undefined ? {} : { modes: new Map(hidden.map((field) => [field, '0600'])) }),
  };
}

function states(spec: UnitSpec): DesiredStates {
  return {
    ...(spec.enabled === undefined ? {} : { enabled: spec.enabled }),
    ...(spec.active === undefined ? {} : { active: spec.active }),
    ...(spec.masked === undefined ? {} : { masked: spec.masked }),
    ...(spec.on_change === undefined ? {} : { onChange: spec.on_change }),
    ...(spec.health === undefined ? {} : { health: health(spec.health) }),
  };
}

function health(spec: NonNullable<UnitSpec['health']>): Health {
  return {
    settle: milliseconds(spec.settle ?? '') ?? defaultHealth.settle,
    timeout: milliseconds(spec.timeout ?? '') ?? defaultHealth.timeout,
    ...(spec.http === undefined ? {} : { http: spec.http }),
    ...(spec.command === undefined ? {} : { command: spec.command }),
  };
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}
