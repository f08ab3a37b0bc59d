import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFleet } from '../real/fleet.ts';
import type { Fleet } from '../real/fleet.ts';
import { batchedScript } from '../real/floor-scripts.ts';
import { jobAt } from '../real/job.ts';
import { ownLook } from '../real/own-scripts.ts';
import { makeProject } from '../real/project.ts';
import { clean } from '../real/state.ts';
import type { Looks } from './answers.ts';

/** Has one real host looked at, before and after the job, and writes down what it prints, for simulated ones. */
export async function recordLooks(file: string, onProgress: (line: string) => void): Promise<void> {
  const looks = await withFleet(1, record, onProgress);
  await writeFile(file, `${JSON.stringify(looks, undefined, 2)}\n`);
}

async function record(fleet: Fleet): Promise<Looks> {
  const project = await makeProject(join(fleet.dir, 'project'), jobAt(0));
  const look = async (): Promise<string> => {
    const script = await ownLook(fleet, project);
    const nonce = /^NONCE=([0-9a-f]+)$/m.exec(script)?.[1] ?? '';
    const [said = ''] = await fleet.onEvery(script);
    return `${said.replaceAll(nonce, 'NONCE')}\n`;
  };
  await clean(fleet);
  const before = await look();
  await fleet.onEvery(batchedScript(jobAt(0)));
  return { clean: before, done: await look() };
}
