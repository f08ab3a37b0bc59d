import type { ProposedStep } from '../../model/step.ts';
import { merge, type Part } from '../part.ts';
import type { RepoSeen } from './actual.ts';
import type { DesiredRepo } from './desired.ts';
import { places } from './name.ts';

/** The timer runs, now and after a boot, where it is declared; with `files` the part of the files of ours. */
export function compareTimer(repo: DesiredRepo, seen: RepoSeen, files: Part): Part {
  const unit = places.timerName(repo.name);
  const changes = new Set((files.steps ?? []).flatMap((step) => ('path' in step ? [step.path] : [])));
  const reload = reloadOf(changes);
  if (repo.schedule?.scheduler !== 'timer') return merge([goneTimer(unit, repo, seen), reload]);
  const changed = changes.has(places.timer(repo.name));
  const { active, wanted } = seen.timer;
  const job = active ? (changed ? 'restart' : undefined) : 'start';
  const because = active ? 'its text differs' : 'it does not run';
  return merge([
    {
      rests: ['timer'],
      differences: active && wanted ? [] : [{ field: 'timer running', from: active && wanted, to: true }],
      steps: wanted
        ? []
        : [
            {
              do: 'enable',
              phase: 'enablement',
              scope: 'system',
              unit,
              because: 'it is to be there after a boot',
            },
          ],
    },
    reload,
    { steps: job === undefined ? [] : [{ do: job, phase: 'start', scope: 'system', unit, because }] },
  ]);
}

/** No timer is declared: what there is of one goes, before its file does. */
function goneTimer(unit: string, repo: DesiredRepo, seen: RepoSeen): Part {
  const { active, wanted } = seen.timer;
  if (!active && !wanted) return { rests: ['timer'] };
  const because = repo.absent ? `${repo.name} is absent` : 'the playbook declares no timer';
  const base = { phase: 'retire', scope: 'system', unit, because } as const;
  const steps: readonly ProposedStep[] = [
    ...(active ? [{ do: 'stop', ...base } as const] : []),
    ...(wanted ? [{ do: 'disable', ...base } as const] : []),
  ];
  return { rests: ['timer'], differences: [{ field: 'timer running', from: true, to: false }], steps };
}

function reloadOf(changes: ReadonlySet<string>): Part {
  if (![...changes].some((path) => path.includes('/systemd/system/'))) return {};
  return {
    steps: [{ do: 'daemon-reload', phase: 'reload', scope: 'system', because: 'unit files or links change' }],
  };
}
