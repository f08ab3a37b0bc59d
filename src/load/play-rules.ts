import type { Diagnostic } from '../model/diagnostic.ts';
import type { LoadedPlay } from './playbook.ts';
import type { LoadableKind } from '../kinds/kind.ts';

/** What a play's schema cannot say; each rule finds one sort of mistake in a play that its schema accepts. */
type PlayRule = (loaded: LoadedPlay, kinds: readonly LoadableKind[]) => readonly Diagnostic[];

/** A play that declares nothing is one whose author believes that it does. */
function declaresSomething(
  { items, document, path }: LoadedPlay,
  kinds: readonly LoadableKind[],
): readonly Diagnostic[] {
  if (items.length > 0) return [];
  const sections = kinds.map(({ section }) => `\`${section}\``).join(' or ');
  const message = 'the play declares nothing';
  return [{ severity: 'error', message, hint: `give it ${sections}`, place: document.place(path) }];
}

/** `host` is what templates know the host itself by. */
function leavesBuiltInNames({ play, document, path }: LoadedPlay): readonly Diagnostic[] {
  if (play.vars?.['host'] === undefined) return [];
  const message = 'the variable `host` is built in: `host.name`, `host.address`, `host.groups`';
  return [
    {
      severity: 'error',
      message,
      hint: 'choose another name',
      place: document.keyPlace([...path, 'vars', 'host']),
    },
  ];
}

export const playRules: readonly PlayRule[] = [declaresSomething, leavesBuiltInNames];
