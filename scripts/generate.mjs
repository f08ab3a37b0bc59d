// Generates the TypeScript types of the documents from schemas/. `--check` writes nothing and fails when one is stale.
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';

const root = new URL('../', import.meta.url);

const targets = [
  { schema: 'schemas/inventory.schema.json', types: 'src/load/inventory.gen.ts' },
  { schema: 'schemas/playbook.schema.json', types: 'src/load/playbook.gen.ts' },
  { schema: 'schemas/config.schema.json', types: 'src/load/config.gen.ts' },
  { schema: 'schemas/snapshot.schema.json', types: 'src/load/snapshot.gen.ts' },
  { schema: 'schemas/kinds/unit.schema.json', types: 'src/kinds/unit/spec.gen.ts' },
  { schema: 'schemas/kinds/tree.schema.json', types: 'src/kinds/tree/spec.gen.ts' },
  { schema: 'schemas/kinds/repo.schema.json', types: 'src/kinds/repo/spec.gen.ts' },
];

/** `x-…` keys are allowed in documents, but in a type they would be an index signature that hides typing mistakes. */
function withoutExtensionKeys(schema) {
  if (Array.isArray(schema)) return schema.map(withoutExtensionKeys);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { patternProperties, ...rest } = schema;
  const others = Object.entries(patternProperties ?? {}).filter(([pattern]) => pattern !== '^x-');
  if (others.length > 0) rest.patternProperties = Object.fromEntries(others);
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutExtensionKeys(value)]));
}

/** Documents are read, never written to. */
function readonlyTypes(types) {
  return types
    .replace(/^( +)(\w+\??:|\[k: string\]:)/gm, '$1readonly $2')
    .replace(/(\b\w+|\([^()]*\))\[\]/g, 'readonly $1[]');
}

async function typesOf({ schema }) {
  const source = JSON.parse(await readFile(new URL(schema, root), 'utf8'));
  const types = await compile(withoutExtensionKeys(source), source.title, {
    bannerComment: `// Generated from ${schema} by \`npm run generate\`. Change the schema, not this file.`,
    additionalProperties: false,
    format: true,
    style: { singleQuote: true, printWidth: 110 },
    ignoreMinAndMaxItems: true,
    strictIndexSignatures: false,
  });
  return readonlyTypes(types);
}

const check = process.argv.includes('--check');
let stale = 0;
for (const target of targets) {
  const file = new URL(target.types, root);
  const wanted = await typesOf(target);
  const found = await readFile(file, 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (found === wanted) continue;
  stale += 1;
  if (check)
    console.error(`${target.types} does not match ${target.schema}; run \`npm run generate\` and commit`);
  else await writeFile(file, wanted);
}
if (check && stale > 0) process.exitCode = 1;
