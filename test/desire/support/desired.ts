import { desire } from '../../../src/desire/desire.ts';
import { noTrees } from '../../kinds/support/no-trees.ts';
import type { DesiredFleet, Selection } from '../../../src/desire/desire.ts';
import type { AnyKind } from '../../../src/kinds/kind.ts';
import { unit } from '../../../src/kinds/unit/index.ts';
import type { UnitSpec } from '../../../src/kinds/unit/spec.gen.ts';
import type { Checked } from '../../../src/load/checked.ts';
import { inventoryOf, playbookOf, project, text } from '../../load/support/project.ts';
import type { Files } from '../../load/support/project.ts';

/** What came of a project: the fleet, and what is said of it. */
export interface Outcome extends Checked<DesiredFleet> {
  readonly said: string;
  /** The lines that name a place, without the source and the hints. */
  readonly errors: readonly string[];
}

const inventory = `
hosts:
  web-[1:3]: {}
  db-1: { vars: { role: db } }
groups:
  web: { hosts: ["web-*"], vars: { role: web } }
`;

/** Loads hosts.yaml (a small fleet unless given) and site.yaml, and desires what they say. */
export async function desired(
  files: Files,
  selection: Selection = {},
  used: readonly AnyKind[] = [plain],
): Promise<Outcome> {
  const root = project({ 'hosts.yaml': inventory, ...files });
  const hosts = await inventoryOf(root, 'hosts.yaml');
  const plays = playbookOf(root);
  const early = [...hosts.diagnostics, ...plays.diagnostics];
  if (hosts.value === undefined || plays.value === undefined) throw new Error(text(root, early));
  const outcome = desire({ inventory: hosts.value, plays: plays.value, kinds: used }, selection);
  const said = text(root, outcome.diagnostics);
  return { ...outcome, said, errors: said.match(/^\S.*(error|warning): .*$/gm) ?? [] };
}

/** One unit with one file on every web host. */
export const onePlay = `
- hosts: web
  vars: { port: 80 }
  units:
    - { name: a.service, file: units/a.service }
`;

const opinion = 'an opinion';

/** The units' kind without its opinion on texts: these tests are about how texts come about, not what they say. */
const plain: AnyKind = {
  ...unit,
  resolve(spec, sources) {
    const place = () => ({ file: opinion, line: 1, column: 1 });
    const text = (path: string) => sources.text(path);
    const resolved = unit.resolve(spec as UnitSpec, { ...noTrees, text, place, vars: {} });
    return { ...resolved, diagnostics: resolved.diagnostics.filter((one) => one.place?.file !== opinion) };
  },
};

/** The units' kind, counting how often it is asked. */
export function countingKind(): { readonly kind: AnyKind; readonly asked: () => number } {
  let asked = 0;
  const resolve: AnyKind['resolve'] = (spec, sources) => {
    asked += 1;
    return plain.resolve(spec, sources);
  };
  return { kind: { ...unit, resolve }, asked: () => asked };
}

/** The texts of the first resource, host by host. */
export function texts({ value }: Outcome): Readonly<Record<string, string | undefined>> {
  const entries = (value?.hosts ?? []).map(({ host, resources }) => {
    const [first] = resources[0]?.desired ?? [];
    return [host.name, (first as { readonly file?: string } | undefined)?.file] as const;
  });
  return Object.fromEntries(entries);
}
