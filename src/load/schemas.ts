import { readdirSync, readFileSync } from 'node:fs';

import type { LoadableKind } from '../kinds/kind.ts';
import { packageFile } from '../package-file.ts';

/** The part of JSON Schema that our schemas use, as far as code looks into it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  /** What is expected, for people; yaml-language-server shows it too. */
  readonly errorMessage?: string;
  readonly [keyword: string]: unknown;
}

/** Reads `schemas/NAME.schema.json` of this package. */
export function readSchema(name: string): Schema {
  return JSON.parse(readFileSync(packageFile(`schemas/${name}.schema.json`), 'utf8')) as Schema;
}

/** The documents that have a schema: `config`, `inventory`, `playbook`, … */
export function schemaNames(): readonly string[] {
  const files = readdirSync(packageFile('schemas/'));
  return files.flatMap((file) => /^(.+)\.schema\.json$/.exec(file)?.[1] ?? []).sort();
}

/** One document's schema as editors need it, in one piece. */
export function documentSchema(name: string, kinds: readonly LoadableKind[]): Schema {
  return name === 'playbook' ? playbookSchema(kinds) : readSchema(name);
}

/** The playbook's schema with a list per kind in each play: the file's own schema knows no kinds. */
export function playbookSchema(kinds: readonly LoadableKind[]): Schema {
  const schema = readSchema('playbook');
  const play = schema.definitions?.['play'];
  const sections = kinds.map(({ name, section }) => [section, sectionSchema(name, section)] as const);
  const specs = kinds.map(({ name }) => [name, withoutDialect(readSchema(`kinds/${name}`))] as const);
  const properties = { ...play?.properties, ...Object.fromEntries(sections) };
  return {
    ...schema,
    definitions: { ...schema.definitions, play: { ...play, properties }, ...Object.fromEntries(specs) },
  };
}

function sectionSchema(name: string, section: string): Schema {
  return {
    description: `What is declared of the kind \`${name}\`, in the order in which it is done.`,
    type: 'array',
    minItems: 1,
    items: { $ref: `#/definitions/${name}` },
    errorMessage: `expected a list; each entry of \`${section}\` begins with \`-\``,
  };
}

function withoutDialect(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'));
}
