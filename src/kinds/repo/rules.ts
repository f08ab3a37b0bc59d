import type { Fault, SpecRule } from '../kind.ts';
import { isSsh, nameOf, urlsOf } from './name.ts';
import { refusedPath } from './path.ts';
import { parseSchedule } from './schedule.ts';
import type { RepoSpec } from './spec.gen.ts';
import { refusedWindow } from './window.ts';

/** What an entry of `repos` may not be although its schema accepts it: one named function a mistake. */
export const repoRules: readonly SpecRule<RepoSpec>[] = [
  hasAPathOfItsOwn,
  hasAName,
  absentStandsAlone,
  comesFromSomewhere,
  isSecureOrSaysSo,
  keysGoWithSsh,
  signersAreOfOneSort,
  tagsAreFollowedWhereTagsAreSigned,
  releasesAreKept,
  submodulesHaveACheckout,
  hasARealSchedule,
  cronCanSayIt,
  goesWithASchedule,
  hasRealWindows,
  failsOnlyWhereItStarts,
  tellsInOneWay,
];

/** A path that is a template is looked at again when it is rendered. */
function hasAPathOfItsOwn({ path }: RepoSpec): Fault | undefined {
  const why = path.includes('{{') ? undefined : refusedPath(path);
  return why === undefined ? undefined : { path: ['path'], message: `${path} ${why}` };
}

function hasAName(spec: RepoSpec): Fault | undefined {
  if (spec.path.includes('{{') && spec.name === undefined)
    return { path: ['path'], message: 'a path that is a template needs a `name` beside it' };
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(nameOf(spec))) return undefined;
  const hint = 'letters, digits, `.`, `_` and `-` make a name';
  return { path: ['path'], message: `the last part of ${spec.path} is no name: give it a \`name\``, hint };
}

function absentStandsAlone(spec: RepoSpec): Fault | undefined {
  if (spec.absent !== true) return undefined;
  const stray = Object.keys(spec).find(
    (key) => !['name', 'path', 'absent'].includes(key) && !key.startsWith('x-'),
  );
  if (stray === undefined) return undefined;
  const hint = 'the updater is removed, the checkout stays; there is nothing else to say';
  return { path: [stray], message: `\`${stray}\` contradicts \`absent: true\``, hint };
}

function comesFromSomewhere({ url, absent }: RepoSpec): Fault | undefined {
  if (url !== undefined || absent === true) return undefined;
  return {
    path: [],
    message: 'the entry has no `url`',
    hint: 'give it `url: https://…`, or `absent: true` to end its updates',
  };
}

function isSecureOrSaysSo(spec: RepoSpec): Fault | undefined {
  const open = urlsOf(spec).find((url) => /^(http|git|file):/.test(url));
  if (open === undefined || spec.insecure === true) return undefined;
  return {
    path: ['url'],
    message: `anybody on the way can change what ${open} gives`,
    hint: 'use https or ssh, or say `insecure: true`',
  };
}

function keysGoWithSsh(spec: RepoSpec): Fault | undefined {
  const some = urlsOf(spec).some(isSsh);
  const stray = (['deploy_key', 'host_key'] as const).find((key) => spec[key] !== undefined && !some);
  if (stray !== undefined)
    return { path: [stray], message: `\`${stray}\` is for ssh, and no \`url\` goes by ssh` };
  if (!some || spec.host_key !== undefined) return undefined;
  return {
    path: ['url'],
    message: 'a `url` by ssh needs the `host_key` of its server',
    hint: '`ssh-keyscan SERVER` prints what it shows; compare it with what its owner publishes',
  };
}

function signersAreOfOneSort({ verify }: RepoSpec): Fault | undefined {
  if (verify === undefined) return undefined;
  const { signers, gpg_keys: keys, what } = verify;
  if (signers !== undefined && keys !== undefined)
    return { path: ['verify', 'gpg_keys'], message: '`signers` and `gpg_keys` in one entry: choose one' };
  if (what === undefined || signers !== undefined || keys !== undefined) return undefined;
  return { path: ['verify', 'what'], message: '`what` needs `signers` or `gpg_keys`: who may sign?' };
}

function tagsAreFollowedWhereTagsAreSigned({ verify, track }: RepoSpec): Fault | undefined {
  if (verify?.what !== 'tag' || track?.tag !== undefined || track?.version !== undefined) return undefined;
  return { path: ['verify', 'what'], message: '`what: tag` needs a `track` of `tag` or `version`' };
}

function releasesAreKept({ keep, layout }: RepoSpec): Fault | undefined {
  if (keep === undefined || layout === 'releases') return undefined;
  return { path: ['keep'], message: '`keep` goes with `layout: releases`' };
}

function submodulesHaveACheckout({ submodules, layout }: RepoSpec): Fault | undefined {
  if (submodules !== true || layout !== 'releases') return undefined;
  return {
    path: ['submodules'],
    message: '`submodules` goes with `layout: checkout`',
    hint: 'a release holds the files of one commit, and is no repository',
  };
}

function hasARealSchedule({ update }: RepoSpec): Fault | undefined {
  const parsed = update?.schedule === undefined ? undefined : parseSchedule(update.schedule);
  return typeof parsed === 'string' ? { path: ['update', 'schedule'], message: parsed } : undefined;
}

function cronCanSayIt(spec: RepoSpec): Fault | undefined {
  const { update } = spec;
  if (update?.scheduler !== 'cron' || update.schedule === undefined) return undefined;
  const parsed = parseSchedule(update.schedule);
  if (typeof parsed === 'object' && parsed.cron === undefined)
    return {
      path: ['update', 'schedule'],
      message: `cron does not understand \`${update.schedule}\``,
      hint: 'write five fields of cron or `every …`, or `scheduler: timer`',
    };
  if (!nameOf(spec).includes('.')) return undefined;
  return {
    path: ['update', 'scheduler'],
    message: 'cron passes over files with a `.` in their names: give the entry another `name`',
  };
}

function goesWithASchedule({ update }: RepoSpec): Fault | undefined {
  if (update === undefined || update.schedule !== undefined) return undefined;
  const stray = (['scheduler', 'spread', 'replaces_cron'] as const).find((key) => update[key] !== undefined);
  if (stray === undefined) return undefined;
  return { path: ['update', stray], message: `\`${stray}\` goes with \`schedule\`, and there is none` };
}

function hasRealWindows({ update }: RepoSpec): Fault | undefined {
  for (const [index, window] of (update?.windows ?? []).entries()) {
    const why = refusedWindow(window);
    if (why !== undefined) return { path: ['update', 'windows', index], message: why };
  }
  return undefined;
}

function failsOnlyWhereItStarts({ update }: RepoSpec): Fault | undefined {
  if (update?.if_update_fails === undefined || update.on_start !== undefined) return undefined;
  return { path: ['update', 'if_update_fails'], message: '`if_update_fails` goes with `on_start`' };
}

function tellsInOneWay({ notify = [] }: RepoSpec): Fault | undefined {
  for (const [index, { webhook, mail, command }] of notify.entries()) {
    const ways = [webhook, mail, command].filter((way) => way !== undefined).length;
    if (ways !== 1)
      return {
        path: ['notify', index],
        message: 'expected one of `webhook`, `mail` and `command` in each entry',
      };
  }
  return undefined;
}
