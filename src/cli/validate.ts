import { hasErrors } from '../load/checked.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { relativeTo } from '../report/diagnostic-text.ts';
import { readDeclaration, writeDiagnostics } from './declaration.ts';
import type { Declaration } from './declaration.ts';
import { exitCodes } from './exit-code.ts';
import type { Verb } from './frame.ts';

/** `validate [playbook...]`: everything that is wrong with the documents, at once; no host is contacted. */
export const validate: Verb = async (words, flags, frame) => {
  const { value, diagnostics } = await readDeclaration(words, flags, frame);
  const code = hasErrors(diagnostics) ? exitCodes.error : exitCodes.done;
  if (flags.json === true) {
    const told = diagnostics.map((diagnostic) => relativeTo(frame.cwd, diagnostic));
    frame.out.write(
      `${JSON.stringify({ format: 1, valid: code === 0, ...counts(value), diagnostics: told })}\n`,
    );
    return code;
  }
  writeDiagnostics(diagnostics, flags, frame);
  if (value !== undefined && flags.quiet !== true) frame.out.write(`${fine(value)}\n`);
  else if (value === undefined) frame.err.write(`${summary(diagnostics)}\n`);
  return code;
};

function counts(declared: Declaration | undefined): Readonly<Record<string, number>> {
  if (declared === undefined) return {};
  const { hosts } = declared.fleet;
  const resources = hosts
    .flatMap((host) => host.resources)
    .reduce((sum, { desired }) => sum + desired.length, 0);
  return { plays: declared.plays, hosts: hosts.length, resources };
}

function fine(declared: Declaration): string {
  const { plays = 0, hosts = 0, resources = 0 } = counts(declared);
  return `valid: ${several(plays, 'play')}, ${several(hosts, 'host')}, ${several(resources, 'resource')} in all`;
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return `${several(errors, 'error')}; no host was contacted`;
}

function several(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
