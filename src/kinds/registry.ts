import type { AnyKind } from './kind.ts';
import { repo } from './repo/index.ts';
import { tree } from './tree/index.ts';
import { unit } from './unit/index.ts';

/** The kinds there are. A new one is its folder, `schemas/kinds/NAME.schema.json` and a line here. */
export const kinds: readonly AnyKind[] = [unit, tree, repo];
