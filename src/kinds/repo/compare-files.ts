import type { Difference } from '../../model/plan.ts';
import type { ProposedStep } from '../../model/step.ts';
import { merge, type Part } from '../part.ts';
import { unifiedDiff } from '../text-diff.ts';
import { digestOf, sha256, shownText, type FileSeen } from '../units.ts';
import type { RepoSeen } from './actual.ts';
import type { DesiredRepo, OwnFile } from './desired.ts';
import { places, programPath } from './name.ts';

/** Every file of ours as it is to be; what else lies under its name goes. */
export function compareFiles(repo: DesiredRepo, seen: RepoSeen): Part {
  const wanted = new Set(repo.files.map(({ path }) => path));
  const stale = [...seen.files.values()].filter(
    ({ path }) => !wanted.has(path) && path !== programPath && isOurs(path, repo.name),
  );
  return merge([
    ...repo.files.map((file) => compareFile(fitting(file, seen), seen.files.get(file.path))),
    ...stale.map((file) => removal(file, repo)),
    ...crontabs(repo, seen),
  ]);
}

/** What makes a unit wait for us takes no time from one that waits longer by itself. */
function fitting(file: OwnFile, { startTimes }: RepoSeen): OwnFile {
  const { patient } = file;
  if (patient === undefined || (startTimes.get(patient.unit) ?? 0) < patient.seconds) return file;
  return { ...file, content: patient.content };
}

/** Whether a file is one that only this repository's entry puts there. */
function isOurs(path: string, name: string): boolean {
  const own: readonly string[] = [
    ...[places.policy(name), places.signers(name), places.gpgKeys(name), places.knownHosts(name)],
    ...[places.timer(name), places.service(name), places.recover(name), places.cron(name)],
  ];
  return own.includes(path) || path.endsWith(`/${places.dropInName(name)}`);
}

function compareFile({ field, path, content, mode, phase }: OwnFile, file: FileSeen | undefined): Part {
  const was = digestOf(file);
  const rests = [path];
  const same = was === `sha256:${sha256(content)}`;
  const rights = file === undefined ? '' : `${file.mode.padStart(4, '0')} ${file.owner}`;
  const toBe = `${mode} root:root`;
  if (same && rights === toBe) return { rests };
  const because = same
    ? 'its owner or mode differ'
    : file === undefined
      ? 'it is not there'
      : 'its text differs';
  const differences: readonly Difference[] = same
    ? [{ field: `${field} mode and owner`, from: rights, to: toBe }]
    : [textDifference(field, path, { from: file, to: content })];
  const step: ProposedStep = {
    ...{ do: 'write', phase, scope: 'system', path, content, mode, owner: 'root:root', was, because },
  };
  return { rests, differences, steps: [step] };
}

/** The updater itself is long, and no text of the user's. */
function textDifference(
  field: string,
  path: string,
  { from, to }: { readonly from: FileSeen | undefined; readonly to: string },
): Difference {
  if (path !== programPath) return { field, diff: unifiedDiff(path, shownText(from), to) };
  const version = (text: string | Uint8Array | undefined): string | null =>
    text === undefined ? null : sha256(text).slice(0, 12);
  return { field, from: version(from?.bytes), to: version(to) };
}

function removal(file: FileSeen, { name, absent }: DesiredRepo): Part {
  const because = absent ? `${name} is absent` : 'the playbook does not declare it';
  const field =
    file.path === places.policy(name) ? 'policy' : file.path.slice(file.path.lastIndexOf('/') + 1);
  const isDropIn = file.path.endsWith('.conf');
  return {
    rests: [file.path],
    differences: [
      {
        field: isDropIn ? file.path.split('/').slice(-2).join('/') : field,
        diff: unifiedDiff(file.path, shownText(file), null),
      },
    ],
    // A policy that goes has nothing to wait for; what starts the updater goes first.
    steps: [{ do: 'remove', phase: 'files', scope: 'system', path: file.path, was: digestOf(file), because }],
  };
}

/** Lines of crontabs that the schedule replaces; every other byte stays. */
function crontabs({ replacesCron, owner }: DesiredRepo, seen: RepoSeen): readonly Part[] {
  if (replacesCron === undefined) return [];
  const users = new Set(['root', owner]);
  return [...seen.files.values()].flatMap((file): readonly Part[] => {
    const user = /^\/var\/spool\/cron\/(?:crontabs\/)?([^/]+)$/.exec(file.path)?.[1];
    if (user === undefined || !users.has(user) || file.bytes === undefined) return [];
    const text = Buffer.from(file.bytes).toString('utf8');
    const lines = text.split(/(?<=\n)/);
    const gone = lines.filter((line) => !/^\s*#/.test(line) && line.includes(replacesCron));
    if (gone.length === 0) return [];
    if (!Buffer.from(text).equals(Buffer.from(file.bytes)) || text.includes('\0'))
      return [{ blocked: [`the crontab of ${user} is no text: remove its line by hand`] }];
    const content = lines.filter((line) => !gone.includes(line)).join('');
    return [
      {
        differences: gone.map((line) => ({ field: `crontab of ${user}`, from: line.trim(), to: null })),
        steps: [
          {
            ...{ do: 'write', phase: 'files', scope: 'system', path: file.path, content },
            ...{ mode: file.mode.padStart(4, '0'), owner: file.owner, was: digestOf(file) },
            because: 'the schedule replaces these lines',
          },
        ],
      },
    ];
  });
}
