import { execa } from 'execa';
import { SandboxFailure } from './failure.ts';

export interface ToolOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended; a code that is not zero is a result like any other. */
export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of this machine to its end. A program that cannot be started has the code 127. */
export async function tryTool(argv: readonly string[], options: ToolOptions = {}): Promise<ToolResult> {
  const [program = '', ...words] = argv;
  const ended = await execa(program, words, {
    reject: false,
    input: options.input ?? '',
    env: { ...options.env, LC_ALL: 'C', PATH: searchPath() },
  });
  return { code: ended.exitCode ?? 127, stdout: ended.stdout, stderr: ended.stderr };
}

/** The same, giving the standard output; anything but success throws a SandboxFailure with the end of what was said. */
export async function tool(argv: readonly string[], options: ToolOptions = {}): Promise<string> {
  const ended = await tryTool(argv, options);
  if (ended.code === 0) return ended.stdout;
  const said = (ended.stderr || ended.stdout).split('\n').slice(-15).join('\n').trim();
  throw new SandboxFailure(`${argv.join(' ')}: exit code ${ended.code}${said ? `\n${said}` : ''}`);
}

/** A root that came by `su` has the PATH of the user before; `chroot`, `ip` and others are in the sbin directories. */
function searchPath(): string {
  return `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
}
