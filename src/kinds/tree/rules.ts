import type { Fault, SpecRule } from '../kind.ts';
import type { TreeSpec } from './spec.gen.ts';
import { refusedTarget } from './target.ts';

/** What an entry of `trees` may not be although its schema accepts it. */
export const treeRules: readonly SpecRule<TreeSpec>[] = [hasATargetOfItsOwn, limitsWhatIsDeleted];

/** A path that is a template is looked at again when it is rendered. */
function hasATargetOfItsOwn({ path }: TreeSpec): Fault | undefined {
  const why = path.includes('{{') ? undefined : refusedTarget(path);
  return why === undefined ? undefined : { path: ['path'], message: `${path} ${why}` };
}

function limitsWhatIsDeleted(spec: TreeSpec): Fault | undefined {
  if (spec.max_delete === undefined || (spec.delete !== undefined && spec.delete !== false)) return undefined;
  return { path: ['max_delete'], message: '`max_delete` goes with `delete`, and nothing is deleted here' };
}
