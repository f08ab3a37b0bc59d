import { repoStatusText, type RepoStatus } from '../../report/repo-status-text.ts';
import { jsonLine } from '../../report/json-line.ts';
import type { Verb } from '../frame.ts';
import { exitCodes } from '../exit-code.ts';
import { presentation } from '../presentation.ts';
import { askHosts } from './ask-hosts.ts';
import { namesOf, repoName, withHosts } from './asking.ts';
import { codeOf } from './ending.ts';

/** `updates status [name...]`: how repositories stand, on all hosts. */
export const updatesStatus: Verb = (words, flags, frame) => {
  for (const word of words) {
    const name = repoName(word, frame);
    if (typeof name === 'number') return Promise.resolve(name);
  }
  return withHosts([], flags, frame, async (asking) => {
    const question = { function: 'updates_status', words, timeout: 60_000 } as const;
    const answers = await askHosts(namesOf(asking.hosts), question, asking);
    const known = answers.map((answer) => ({ host: answer.host, repos: blocks(answer.lines), answer }));
    if (flags.json === true) {
      const hosts = known.map(({ host, repos, answer }) =>
        answer.type === 'unheard' ? { host, unreachable: answer.lines[0] ?? '' } : { host, repos },
      );
      frame.out.write(jsonLine({ format: 1, hosts }));
      return codeOf(answers.filter(({ type }) => type === 'unheard'));
    }
    for (const { host, type, lines } of answers)
      if (type === 'unheard') frame.err.write(`${host}  not reached: ${lines[0] ?? ''}\n`);
    const rows = known.flatMap(({ host, repos, answer }) =>
      answer.type === 'here' ? repos.map((repo) => ({ host, repo })) : [],
    );
    const unknown = words.filter((word) => !rows.some(({ repo }) => repo.name === word));
    if (unknown.length > 0 && answers.every(({ type }) => type !== 'unheard')) {
      frame.err.write(`error: none of these hosts has a repository ${unknown.join(', ')}\n`);
      return exitCodes.error;
    }
    if (rows.length === 0 && unknown.length === 0)
      frame.err.write('No repository is kept up to date here.\n');
    const style = presentation(frame.out, flags, frame);
    frame.out.write(repoStatusText(rows, { ...style, now: frame.now().getTime() / 1000 }));
    return frame.stop.aborted ? exitCodes.SIGINT : codeOf(answers.filter(({ type }) => type === 'unheard'));
  });
};

/** Blocks of `key=value` with empty lines between → one record a repository, those of one name joined. */
function blocks(lines: readonly string[]): readonly RepoStatus[] {
  const records = new Map<string, Record<string, string>>();
  let record: Record<string, string> = {};
  for (const line of [...lines, '']) {
    const at = line.indexOf('=');
    if (at > 0) record[line.slice(0, at)] = line.slice(at + 1);
    else if (record['name'] !== undefined) {
      records.set(record['name'], { ...records.get(record['name']), ...record });
      record = {};
    }
  }
  return [...records.values()].map((one) => ({ ...one, name: one['name'] ?? '' }));
}
