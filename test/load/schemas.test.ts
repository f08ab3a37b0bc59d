import { readdirSync } from 'node:fs';

import { Ajv } from 'ajv';
import { expect, test } from '@jest/globals';

import { kinds } from '../../src/kinds/registry.ts';
import { documentSchema, readSchema, schemaNames } from '../../src/load/schemas.ts';
import type { Schema } from '../../src/load/schemas.ts';

const all = [...schemaNames().map((name) => [name, documentSchema(name, kinds)] as const)];

test('there are schemas of the documents', () => {
  expect(schemaNames()).toEqual(expect.arrayContaining(['config', 'inventory', 'playbook']));
});

test('every kind has a schema, and every schema of a kind is in the registry', () => {
  const files = readdirSync(new URL('../../schemas/kinds/', import.meta.url));
  expect(files.sort()).toEqual(kinds.map(({ name }) => `${name}.schema.json`).sort());
});

test.each(all)('%s is a strict JSON Schema in one piece', (_, schema) => {
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictRequired: false,
    discriminator: true,
  });
  ajv.addKeyword('errorMessage');
  expect(ajv.validateSchema(schema)).toBe(true);
  expect(() => ajv.compile(schema)).not.toThrow();
});

test.each(kinds)(
  "the schema of $name stands alone, so that it can be put into the playbook's",
  ({ name }) => {
    expect(JSON.stringify(readSchema(`kinds/${name}`))).not.toContain('$ref');
  },
);

test('the playbook of the bundle knows the sections', () => {
  const ajv = new Ajv({ strict: false });
  const validate = ajv.compile(documentSchema('playbook', kinds));
  expect(validate([{ hosts: 'all', units: [{ name: 'a.service', active: true }] }])).toBe(true);
  expect(validate({ hosts: 'all', units: [{ name: 'a.service', activ: true }] })).toBe(false);
  expect(validate({ hosts: 'all', 'x-note': 1, units: [{ name: 'a.service', 'x-note': 1 }] })).toBe(true);
});

/** Every property that a person can write, with its path. */
function properties(schema: Schema, path: string): readonly (readonly [string, Schema])[] {
  const own = Object.entries(schema.properties ?? {}).map(
    ([key, inner]) => [`${path}.${key}`, inner] as const,
  );
  const definitions = Object.entries(schema.definitions ?? {}).flatMap(([key, inner]) =>
    properties(inner, `${path}#${key}`),
  );
  return [...own, ...own.flatMap(([key, inner]) => properties(inner, key)), ...definitions];
}

const described = ['config', 'inventory', 'playbook'].flatMap((name) =>
  properties(documentSchema(name, kinds), name),
);

test('every property has a description: it is the manual', () => {
  const silent = described.filter(
    ([, schema]) => schema['description'] === undefined && schema['$ref'] === undefined,
  );
  expect(silent.map(([path]) => path)).toEqual([]);
});
