import { addressOf } from '../../kinds/tree/name.ts';
import { printable } from '../../model/printable.ts';
import { tooManyGo } from '../../snapshot/trees/guards.ts';
import { mergeTrees, type TreeMergeOptions } from '../../snapshot/trees/merge.ts';
import { approved, isRehearsal } from '../approval.ts';
import { connectTo } from '../connect.ts';
import type { Declaration } from '../declaration.ts';
import { exitCodes } from '../exit-code.ts';
import type { Frame } from '../frame.ts';
import { interruptedLook } from '../interrupted.ts';
import type { Flags } from '../options.ts';
import type { Reach } from '../reach.ts';
import { bringHere, type Brought } from './bring-here.ts';
import { changePlatform } from './change.ts';
import { trees as treesOnly } from './declared.ts';
import { goalOf, type MergedTree } from './goal.ts';
import { keepBases } from './keep-bases.ts';
import { localTrees, treesOf, type Into } from './local-trees.ts';
import { previewTexts } from './preview.ts';
import { seeTrees, type Unseen } from './see-trees.ts';
import { showExchange } from './show-exchange.ts';

/** The declared trees of one host, and which way they are to go. */
export interface Exchange {
  /** Cut down to that host. */
  readonly declared: Declaration;
  readonly host: string;
  readonly into: Into;
  readonly way: TreeMergeOptions['way'];
  /** What was typed, without flags: verb and words. */
  readonly command: readonly string[];
}

/**
 * Looks at a host's trees, merges them with those here, shows all that would come, asks, and brings it about: what goes
 * there by a plan like any other, what comes here after that. Gives the exit code.
 */
export async function exchangeTrees(order: Exchange, flags: Flags, frame: Frame): Promise<number> {
  const { declared, host } = order;
  const hosts = declared.fleet.hosts.map((one) => one.host);
  const reach = await connectTo({ hosts, inventory: declared.inventory.hosts }, flags, frame);
  if (typeof reach === 'number') return reach;
  try {
    const merged = await mergeAll(order, reach, { flags, frame });
    const interrupted = interruptedLook(frame);
    if (interrupted !== undefined) return interrupted;
    if (typeof merged === 'string') return fail(`${host}: ${merged}`, frame);
    if ('unseen' in merged) return unseen(host, merged.unseen, frame);
    const connection = await reach.connect(host, false);
    if ('type' in connection) return unseen(host, connection.message, frame);
    const how = { added: (flags.verbose ?? 0) > 0, stop: frame.stop };
    const texts = await previewTexts(merged, connection, how);
    if (typeof texts === 'string') return fail(`${host}: ${texts}`, frame);
    showExchange({ host, way: order.way, trees: merged, texts }, flags, frame);
    const code = await bringAbout(order, merged, reach, { flags, frame });
    if (code !== exitCodes.done && code !== exitCodes.changes) return code;
    const kept = isRehearsal(flags) ? undefined : await keepBases(merged);
    if (kept !== undefined) return fail(kept.problem, frame);
    return merged.some(({ merge }) => merge.conflicts.length > 0) ? exitCodes.error : code;
  } finally {
    await reach.close();
  }
}

interface World {
  readonly flags: Flags;
  readonly frame: Frame;
}

async function mergeAll(
  { declared, host, into, way }: Exchange,
  reach: Reach,
  { flags, frame }: World,
): Promise<readonly MergedTree[] | Unseen | string> {
  const desired = treesOf(declared.fleet.hosts.flatMap(({ resources }) => resources));
  const locals = await localTrees(desired, into);
  if (typeof locals === 'string') return locals;
  const seen = await seeTrees(locals, host, reach, frame.stop);
  if (typeof seen === 'string' || 'unseen' in seen) return seen;
  const { prefer, delete: deletes } = flags;
  const options = { way, ...(prefer && { prefer }), ...(deletes === true && { delete: true }) };
  const merged = seen.map((one) => ({ ...one, merge: mergeTrees(one.sides, options) }));
  for (const { tree, sides, merge } of merged) {
    const why = tooManyGo(sides, merge.local, flags.allowDelete);
    if (why !== undefined) return `${tree.path}: ${why}`;
  }
  return merged;
}

async function bringAbout(
  order: Exchange,
  merged: readonly MergedTree[],
  reach: Reach,
  { flags, frame }: World,
): Promise<number> {
  const coming = entries(merged, 'local');
  const going = entries(merged, 'remote');
  if (coming + going === 0) return sayNothing(order, merged, { flags, frame });
  const backups = order.declared.settings.backupDir.value;
  const connection = async (): ReturnType<Parameters<typeof bringHere>[0]['connection']> => {
    const line = await reach.connect(order.host, false);
    return 'type' in line ? line.message : line;
  };
  let brought: Brought | undefined;
  const begin = async (): Promise<number | undefined> => {
    if (coming === 0) return undefined;
    const ready = await bringHere({ host: order.host, trees: merged, connection, backups }, frame);
    if (typeof ready === 'string') return fail(`${ready}; nothing was changed`, frame);
    brought = ready;
    return undefined;
  };
  try {
    const question = questionOf(order.host, coming, going);
    const code =
      going === 0
        ? await hereOnly(question, begin, { flags, frame })
        : await changePlatform({ ...goalOrder(order, merged), question, begin }, flags, frame);
    if (isRehearsal(flags))
      return code === exitCodes.done && flags.detailedExitcode === true ? exitCodes.changes : code;
    if (code !== exitCodes.done) return code;
    // The host became what it was to be by other hands, so that no run began.
    if (coming > 0 && brought === undefined)
      return fail(`${order.host} changed meanwhile, and nothing was brought here; synchronise again`, frame);
    const why = brought?.write();
    if (why !== undefined) return fail(why, frame);
    if (coming > 0 && flags.quiet !== true && flags.json !== true)
      frame.err.write(`${entriesOf(coming)} brought here from ${printable(order.host)}\n`);
    return code;
  } finally {
    brought?.end();
  }
}

function entries(merged: readonly MergedTree[], side: 'local' | 'remote'): number {
  return merged.reduce((sum, { merge }) => sum + merge[side].put.length + merge[side].remove.length, 0);
}

function questionOf(host: string, coming: number, going: number): string {
  if (going === 0) return `Bring ${entriesOf(coming)} here?`;
  return coming === 0
    ? `Bring ${entriesOf(going)} to ${host}?`
    : `Bring ${entriesOf(going)} to ${host}, and ${coming} here?`;
}

function entriesOf(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

async function hereOnly(
  question: string,
  begin: () => Promise<number | undefined>,
  { flags, frame }: World,
): Promise<number> {
  if (isRehearsal(flags)) return exitCodes.done;
  if (!(await approved(question, flags, frame))) return exitCodes.error;
  return (await begin()) ?? exitCodes.done;
}

/** The host is to be what was merged, by the one way in which a platform is changed. */
function goalOrder(
  { declared, command }: Exchange,
  merged: readonly MergedTree[],
): Parameters<typeof changePlatform>[0] {
  const resources = [goalOf(merged)];
  const hosts = declared.fleet.hosts.map((one) => ({ ...one, resources }));
  return { declared: { ...declared, fleet: { ...declared.fleet, hosts } }, part: treesOnly, command };
}

function sayNothing({ host, way }: Exchange, merged: readonly MergedTree[], { flags, frame }: World): number {
  if (flags.json === true || flags.quiet === true) return exitCodes.done;
  const same = merged.filter(({ merge: { conflicts, held } }) => conflicts.length + held.length === 0);
  const names = same.map(({ tree }) => addressOf(tree)).join(', ');
  const where = way === 'pull' ? `here as on ${host}` : `the same here and on ${host}`;
  frame.err.write(
    printable(names === '' ? 'Nothing to bring.' : `Nothing to bring: ${names} is ${where}.`) + '\n',
  );
  return exitCodes.done;
}

function unseen(host: string, why: string, frame: Frame): number {
  frame.err.write(`! ${printable(host)}: ${printable(why)}\n`);
  return exitCodes.unreachable;
}

function fail(why: string, frame: Frame): number {
  frame.err.write(`error: ${printable(why)}\n`);
  return exitCodes.error;
}
