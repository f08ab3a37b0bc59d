import { dirname } from 'node:path';

import type { Config } from './config.gen.ts';
import { compileCheck } from './check.ts';
import type { Checked } from './checked.ts';
import { checked } from './checked.ts';
import { mergeDiagnostics, readDocument } from './read-document.ts';
import { readSchema } from './schemas.ts';
import type { SourceDocument } from './source-document.ts';

/** A fleetwright.yaml that its schema accepts. */
export interface LoadedConfig {
  readonly config: Config;
  readonly document: SourceDocument;
  /** What its paths are relative to. */
  readonly directory: string;
}

/** Reads and checks a fleetwright.yaml. */
export function loadConfig(file: string): Checked<LoadedConfig> {
  const { value: document, diagnostics } = readDocument(file);
  if (document === undefined) return { diagnostics };
  const wrong = compileCheck(readSchema('config'), '')(document, []);
  const loaded = { config: document.value as Config, document, directory: dirname(file) };
  return checked(loaded, mergeDiagnostics(diagnostics, wrong));
}
