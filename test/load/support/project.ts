import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll } from '@jest/globals';

import type { Checked } from '../../../src/load/checked.ts';
import { loadInventory } from '../../../src/load/inventory.ts';
import type { LoadedPlay } from '../../../src/load/playbook.ts';
import { loadPlaybooks } from '../../../src/load/playbook.ts';
import { kinds } from '../../../src/kinds/registry.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { diagnosticsText } from '../../../src/report/diagnostic-text.ts';

/** Files of a project by path; an executable one's path begins with `*`. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

const made: string[] = [];
afterAll(() => made.splice(0).forEach((directory) => rmSync(directory, { recursive: true })));

/** Writes the files into a new directory, which goes when the test file is done. */
export function project(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'fleetwright-'));
  made.push(root);
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name.replace(/^\*/, ''));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (name.startsWith('*')) chmodSync(path, 0o755);
  }
  return root;
}

/** Diagnostics as the user reads them, without the final newline. */
export function text(root: string, diagnostics: readonly Diagnostic[]): string {
  const readFile = (file: string): string | undefined => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  };
  return diagnosticsText(diagnostics, { cwd: root, readFile }).trimEnd();
}

export function inventoryOf(root: string, ...names: readonly string[]): Promise<Checked<Inventory>> {
  return loadInventory(names.map((name) => join(root, name)));
}

export function playbookOf(root: string, name = 'site.yaml'): Checked<readonly LoadedPlay[]> {
  return loadPlaybooks([join(root, name)], kinds);
}

/** What is said of a playbook. */
export function saidOfPlaybook(yaml: string | Uint8Array): string {
  const root = project({ 'site.yaml': yaml });
  return text(root, playbookOf(root).diagnostics);
}

/** What is said of an inventory. */
export async function saidOfInventory(yaml: string): Promise<string> {
  const root = project({ 'hosts.yaml': yaml });
  return text(root, (await inventoryOf(root, 'hosts.yaml')).diagnostics);
}

/** Lines without their common indentation, for texts inside tests. */
export function lines(...all: readonly string[]): string {
  return all.join('\n');
}
