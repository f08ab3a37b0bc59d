import type { Diagnostic } from '../model/diagnostic.ts';
import { reservedVars, templatesInVars } from './plain-vars.ts';
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

function leavesBuiltInNames({ document, path }: LoadedPlay): readonly Diagnostic[] {
  return reservedVars(document, [...path, 'vars']);
}

function hasPlainVars({ document, path }: LoadedPlay): readonly Diagnostic[] {
  return templatesInVars(document, [...path, 'vars']);
}

export const playRules: readonly PlayRule[] = [declaresSomething, leavesBuiltInNames, hasPlainVars];
