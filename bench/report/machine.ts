import { cpus, loadavg, release, totalmem } from 'node:os';
import process from 'node:process';
import { execa } from 'execa';

/** What the figures were measured on, and with: one line each. */
export async function machineText(): Promise<string> {
  const [cpu] = cpus();
  const first = async (program: string, word: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await execa(program, [word], {
      reject: false,
      env: { LC_ALL: 'C.UTF-8' },
    });
    return exitCode === 0 ? ((stdout || stderr).split('\n')[0] ?? '') : `${program} is not installed`;
  };
  return [
    `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}`,
    `Node ${process.version}`,
    await first('ssh', '-V'),
    await first('systemctl', '--version'),
    await first('ansible-playbook', '--version'),
    loadText(),
    '',
  ].join('\n');
}

/** What else the machine was doing. */
export function loadText(): string {
  return `load average now: ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`;
}
