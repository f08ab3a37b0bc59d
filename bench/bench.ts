import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { readOptions, usage } from './options.ts';
import { measureReads } from './reads/measure-reads.ts';
import { measureReal } from './real/measure-real.ts';
import { loadText, machineText } from './report/machine.ts';
import { simulatedText } from './report/simulated.ts';
import { measureSimulated } from './simulated/measure-simulated.ts';
import { recordLooks } from './simulated/record-looks.ts';
import { measureTrees } from './trees/measure-trees.ts';

const options = readOptions(process.argv.slice(2));
if (options === undefined) {
  process.stderr.write(usage);
  process.exit(64);
}

const onProgress = (line: string): void => void process.stderr.write(`bench: ${line}\n`);
const report = (text: string): void => void process.stdout.write(`${text}\n`);
report(await machineText());
if (options.record !== undefined) await recordLooks(options.record, onProgress);
const figures = {
  ...(options.hosts > 0 && { real: await measureReal(options, { onProgress, report }) }),
  ...(options.reads > 0 && { reads: await measureReads(options, { onProgress, report }) }),
  ...(options.trees > 0 && { trees: await measureTrees(options, { onProgress, report }) }),
  ...(options.simulated > 0 && { simulated: await measureSimulated(options, onProgress) }),
};
if (figures.simulated) report(simulatedText(figures.simulated));
report(loadText());
if (options.out !== undefined) await writeFile(options.out, `${JSON.stringify(figures, undefined, 1)}\n`);
