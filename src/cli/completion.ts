import { loadInventory } from '../load/inventory.ts';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { completionTree } from './completion/tree.ts';
import { zshScript } from './completion/zsh.ts';
import { readSettings } from './declaration.ts';
import { exitCodes } from './exit-code.ts';
import type { Frame, Verb } from './frame.ts';
import type { Flags } from './options.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `completion bash|zsh|fish`: a script that completes verbs, flags, files and hosts. */
export const completion: Verb = async ([shell = ''], flags, frame) => {
  if (shell === 'hosts') return listHosts(flags, frame);
  if (shell !== 'bash' && shell !== 'zsh' && shell !== 'fish') {
    frame.err.write(`error: there is completion for bash, zsh and fish, not for '${shell}'\n`);
    return exitCodes.usage;
  }
  frame.out.write(scripts[shell](completionTree()));
  return exitCodes.done;
};

/** What the scripts ask for when the cursor is after -l: hosts and groups. Problems are for `validate` to tell. */
async function listHosts(flags: Flags, frame: Frame): Promise<number> {
  const settled = readSettings([], flags, frame);
  const inventory = settled.value && (await loadInventory(settled.value.inventory.value)).value;
  if (inventory === undefined) return exitCodes.error;
  for (const name of [...inventory.groups.keys(), ...inventory.hosts.keys()]) frame.out.write(`${name}\n`);
  return exitCodes.done;
}
