import type { Sources } from '../../../src/kinds/kind.ts';

/** The part of `Sources` that only trees and repositories read, where there are none. */
export const noTrees: Pick<Sources, 'tree' | 'classes' | 'updater'> = {
  tree: (path) => ({ severity: 'error', message: `no tree ${path}` }),
  classes: { data: true, secrets: false },
  updater: '#!/bin/sh\n',
};
