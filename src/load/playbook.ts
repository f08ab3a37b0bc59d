import type { Fault, LoadableKind } from '../kinds/kind.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { compileCheck } from './check.ts';
import type { Check } from './check.ts';
import type { Checked } from './checked.ts';
import { checked } from './checked.ts';
import type { Play } from './playbook.gen.ts';
import { playRules } from './play-rules.ts';
import { mergeDiagnostics, readDocument } from './read-document.ts';
import { readSchema } from './schemas.ts';
import type { Schema } from './schemas.ts';
import type { Path, SourceDocument } from './source-document.ts';

/** One entry of a kind's section, accepted by its schema and its rules. */
export interface LoadedItem {
  readonly kind: string;
  readonly spec: unknown;
  readonly path: Path;
}

/** One play that is right in itself, with the way back to its text. */
export interface LoadedPlay {
  readonly play: Play;
  /** In the order of the kinds, then of the document. */
  readonly items: readonly LoadedItem[];
  readonly document: SourceDocument;
  readonly path: Path;
}

/** Reads playbooks, in the order given, and checks everything about them that needs no inventory. */
export function loadPlaybooks(
  files: readonly string[],
  kinds: readonly LoadableKind[],
): Checked<readonly LoadedPlay[]> {
  const checks = compilePlaybook(kinds);
  const loaded = files.map((file) => loadPlaybook(file, checks));
  return checked(
    loaded.flatMap(({ value }) => value ?? []),
    loaded.flatMap(({ diagnostics }) => diagnostics),
  );
}

interface PlaybookChecks {
  readonly kinds: readonly LoadableKind[];
  readonly play: Check;
  readonly item: ReadonlyMap<string, Check>;
}

/** The play and the entries of its sections are checked apart: so each entry meets one schema, and its rules after. */
function compilePlaybook(kinds: readonly LoadableKind[]): PlaybookChecks {
  const schema = readSchema('playbook');
  const play = schema.definitions?.['play'];
  const sections = kinds.map(({ section }) => [section, listOf(section)] as const);
  const open: Schema = { ...play, properties: { ...play?.properties, ...Object.fromEntries(sections) } };
  return {
    kinds,
    play: compileCheck(
      { ...schema, definitions: { ...schema.definitions, play: open } },
      '#/definitions/play',
    ),
    item: new Map(kinds.map(({ name }) => [name, compileCheck(readSchema(`kinds/${name}`), '')])),
  };
}

function listOf(section: string): Schema {
  const errorMessage = `expected a list: each entry of \`${section}\` begins with \`-\``;
  return { type: 'array', minItems: 1, errorMessage };
}

function loadPlaybook(file: string, checks: PlaybookChecks): Checked<readonly LoadedPlay[]> {
  const { value: document, diagnostics: yaml } = readDocument(file);
  if (document === undefined) return { diagnostics: yaml };
  const root = document.value;
  const paths: Path[] = Array.isArray(root) ? root.map((_, index) => [index]) : [[]];
  const plays = paths.map((path) => loadPlay(document, path, checks));
  const found = plays.flatMap(({ diagnostics }) => diagnostics);
  if (paths.length === 0)
    found.push({ severity: 'error', message: 'the playbook has no play', place: document.place([]) });
  return checked(
    plays.flatMap(({ value }) => value ?? []),
    mergeDiagnostics(yaml, found),
  );
}

function loadPlay(document: SourceDocument, path: Path, checks: PlaybookChecks): Checked<LoadedPlay> {
  const diagnostics: Diagnostic[] = [...checks.play(document, path)];
  const value = path.reduce<unknown>(
    (at, segment) => (at as Record<string | number, unknown>)[segment],
    document.value,
  );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { diagnostics };
  const play = value as Play & Readonly<Record<string, unknown>>;
  const items: LoadedItem[] = [];
  for (const kind of checks.kinds) {
    const entries = play[kind.section];
    if (!Array.isArray(entries)) continue;
    entries.forEach((spec: unknown, index) => {
      const item = { kind: kind.name, spec, path: [...path, kind.section, index] };
      items.push(item);
      diagnostics.push(...checkItem(document, item, { kind, check: checks.item.get(kind.name) }));
    });
  }
  const loaded = { play, items, document, path };
  if (diagnostics.length === 0) diagnostics.push(...playRules.flatMap((rule) => rule(loaded, checks.kinds)));
  return checked(loaded, diagnostics);
}

function checkItem(
  document: SourceDocument,
  item: LoadedItem,
  { kind, check }: { readonly kind: LoadableKind; readonly check: Check | undefined },
): readonly Diagnostic[] {
  const wrong = check?.(document, item.path) ?? [];
  if (wrong.length > 0) return wrong;
  // The schema has just accepted the spec: here it gets the type that its kind expects.
  const faults = (kind.rules ?? []).flatMap((rule) => rule(item.spec as never) ?? []);
  return faults.filter(isFirstOfItsKey).map((fault) => atItem(document, item, fault));
}

/** One key is blamed once; what else would be said of it follows from the first mistake. */
function isFirstOfItsKey({ path }: Fault, index: number, faults: readonly Fault[]): boolean {
  return faults.findIndex((other) => other.path.join('/') === path.join('/')) === index;
}

function atItem(document: SourceDocument, item: LoadedItem, { path, message, hint }: Fault): Diagnostic {
  const place = path.length === 0 ? document.place(item.path) : document.keyPlace([...item.path, ...path]);
  return { severity: 'error', message, ...(hint === undefined ? {} : { hint }), place };
}
