import { runHere } from '../process/run.ts';
import { spawnHere } from '../process/spawn.ts';
import type { Listener, PipeEnd, Spawn } from '../run/pipe.ts';
import { portableLine } from '../run/portable-line.ts';
import { Tail } from '../run/tail.ts';
import { visible } from '../visible.ts';

/**
 * Starts programs through the system's ssh, whose words before the remote command are `ssh`. It ends with 255 when it
 * fails itself (ssh(1), EXIT STATUS), and so may a script: `check` asks the master connection, which lives on when only
 * the script has ended.
 */
export function spawnThrough(ssh: readonly string[], check: readonly string[]): Spawn {
  return (launch, listener) => {
    const words = [...ssh, portableLine(launch.words)];
    return spawnHere({ ...launch, words }, telling255(listener, check));
  };
}

function telling255(listener: Listener, check: readonly string[]): Listener {
  const stderr = new Tail(4096);
  return {
    stdout: (chunk) => listener.stdout(chunk),
    stderr: (chunk) => {
      stderr.add(chunk);
      listener.stderr(chunk);
    },
    ended: (end) => {
      if (end.type === 'exited' && end.code === 255)
        void decide(stderr.text(), check).then((own) => listener.ended(own));
      else listener.ended(end);
    },
  };
}

async function decide(stderr: string, check: readonly string[]): Promise<PipeEnd> {
  const { code } = await runHere(check);
  if (code === 0) return { type: 'exited', code: 255 };
  return {
    type: 'lost',
    message: `the connection to the host was lost: ${visible(stderr) || 'ssh ended with 255'}`,
  };
}
