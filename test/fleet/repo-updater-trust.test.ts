import { expect, test } from '@jest/globals';
import { checkout, updaterOn } from './support/updater.ts';
import type { Updater } from './support/updater.ts';
import { useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 1 });
const signers = '/etc/fleetwright/repos.d/app.signers';

/** Keys `good`, `other` and `old`, of which all but `other` are known, the last until some years ago. */
async function begin(...lines: readonly string[]): Promise<Updater> {
  const updater = await updaterOn(bench().host(1));
  await bench().host(1).must(`set -e; rm -rf /root/keys; mkdir /root/keys; cd /root/keys
    for key in good other old; do ssh-keygen -q -t ed25519 -N '' -C "" -f $key; done
    { echo "ann@example.org $(cat good.pub)"; echo "ann@example.org valid-before=\\"20200101\\" $(cat old.pub)"; } >${signers}`);
  await updater.upstream('git config gpg.format ssh');
  await updater.commit({ version: 'signed\n' }, '-S/root/keys/good');
  await updater.policy(`signers=${signers}`, ...lines);
  const { code, stdout } = await updater.run('--first');
  expect([code, stdout]).toEqual([0, expect.stringContaining('updated')]);
  return updater;
}

/** Nothing of what was refused is there, and the reason is told. */
async function refused({ run, text, status }: Updater, word: string, has = 'signed\n'): Promise<void> {
  const { code, stdout } = await run();
  expect([code, stdout]).toEqual([11, expect.stringContaining(`app: ${word}: `)]);
  expect(await text('version')).toBe(has);
  expect((await status()).result).toBe('refused');
}

test('only commits that are signed by a known key are used; each refusal has its word', async () => {
  const updater = await begin();
  const { commit, run, history, upstream, text, call } = updater;
  expect((await history()).at(-1)?.signer).toMatch(/^ann@example\.org SHA256:/);
  expect((await call('verify', 'app')).stdout).toMatch(/signer=ann@example\.org SHA256:/);
  const back = (): Promise<string> => upstream('git reset -q --hard HEAD^');
  await commit({ version: 'unsigned\n' });
  await refused(updater, 'unsigned');
  await back();
  await commit({ version: 'other\n' }, '-S/root/keys/other');
  await refused(updater, 'unknown-signer');
  await back();
  await commit({ version: 'old\n' }, '-S/root/keys/old');
  await refused(updater, 'expired');
  await back();
  const forge = `git cat-file commit HEAD | sed 's/^$/\\nof another text/' >/root/forged
    git update-ref HEAD "$(git hash-object -t commit -w /root/forged)"; git push -q -f origin HEAD`;
  await commit({ version: 'forged\n' }, '-S/root/keys/good');
  await upstream(forge);
  await refused(updater, 'bad-signature');
  await upstream('git reset -q --hard HEAD^');
  await commit({ version: 'fine\n' }, '-S/root/keys/good');
  expect([(await run()).code, await text('version')]).toEqual([0, 'fine\n']);
});

test('keys of OpenPGP, and keys of the wrong kind', async () => {
  const updater = await begin();
  const { commit, run, upstream, policy, text, history } = updater;
  const gpg = 'GNUPGHOME=/root/keys/gpg; export GNUPGHOME';
  await bench().host(1).must(`${gpg}; mkdir -m 700 $GNUPGHOME; for name in ann bob; do
      gpg --batch -q --passphrase '' --quick-gen-key $name@example.org ed25519 sign 0; done
    gpg --export ann@example.org >/etc/fleetwright/repos.d/app.gpg`);
  const sign = (key: string, version: string): Promise<string> =>
    upstream(`${gpg}; git config gpg.format openpgp; echo ${version} >version
      git commit -q -S${key} -am x; git push -q -f origin HEAD`);
  await sign('ann@example.org', 'two');
  await refused(updater, 'wrong-kind');
  await policy('gpg_keys=/etc/fleetwright/repos.d/app.gpg');
  expect([(await run()).code, await text('version')]).toEqual([0, 'two\n']);
  expect((await history()).at(-1)?.signer).toContain('ann@example.org');
  await sign('bob@example.org', 'three');
  await refused(updater, 'unknown-signer', 'two\n');
  await upstream('git reset -q --hard HEAD^; git config gpg.format ssh');
  await commit({ version: 'ssh\n' }, '-S/root/keys/good');
  await refused(updater, 'wrong-kind', 'two\n');
  await bench().host(1).must(`${gpg}; gpgconf --kill all`);
});

test('every commit, where that is asked for', async () => {
  const updater = await begin('verify=every_commit');
  await updater.commit({ hidden: 'x\n' });
  await updater.commit({ version: 'two\n' }, '-S/root/keys/good');
  await refused(updater, 'unsigned');
  await updater.policy(`signers=${signers}`, 'verify=tip');
  expect((await updater.run()).code).toBe(0);
});

test('signed tags: the name inside is the name, and one that moves is refused', async () => {
  const updater = await begin();
  const { commit, run, upstream, policy, text } = updater;
  const tag = (name: string): Promise<string> =>
    upstream(
      `git tag -f -u /root/keys/good -m x ${name} >/dev/null; git push -q -f origin refs/tags/${name}`,
    );
  await policy(`signers=${signers}`, 'verify=tag', 'tag=v*');
  await commit({ version: 'one\n' });
  await tag('v1.0');
  expect([(await run()).code, await text('version')]).toEqual([0, 'one\n']);
  await upstream('git push -q origin refs/tags/v1.0:refs/tags/v9.0');
  await refused(updater, 'tag-name', 'one\n');
  await upstream('git push -q origin :refs/tags/v9.0');
  await commit({ version: 'two\n' });
  await tag('v1.0');
  await refused(updater, 'moved-tag', 'one\n');
  await upstream('git tag v1.1; git push -q origin v1.1');
  await refused(updater, 'unsigned', 'one\n');
  await tag('v1.1');
  expect([(await run()).code, await text('version')]).toEqual([0, 'two\n']);
});

test('who serves the repository cannot take it back to an old commit, unless the policy says so', async () => {
  const updater = await begin();
  const { commit, run, upstream, policy, text } = updater;
  await commit({ version: 'two\n' }, '-S/root/keys/good');
  expect((await run()).code).toBe(0);
  await upstream('git reset -q --hard HEAD^; git push -q -f origin HEAD');
  await refused(updater, 'rewind', 'two\n');
  await policy(`signers=${signers}`, 'rewind=true');
  expect([(await run()).code, await text('version')]).toEqual([0, 'signed\n']);
});

test('refs/replace of upstream and of the checkout change nothing of what is seen', async () => {
  const updater = await begin();
  const unsigned = await updater.commit({ version: 'two\n' });
  await updater.upstream(`git replace ${unsigned} HEAD^; git push -q origin 'refs/replace/*:refs/replace/*'`);
  await bench().host(1).must(`cd /var/lib/fleetwright/repos/app/mirror.git
    git fetch -q /srv/app.git '+refs/*:refs/*'`);
  await refused(updater, 'unsigned');
});

test('nothing that a checkout or a remote names is run as root', async () => {
  const updater = await begin('local_changes=discard');
  const { commit, run, policy, text } = updater;
  await bench().host(1).must(`cd ${checkout}; trap='id -un >>/tmp/ran-$(uname -n); cat'; rm -f /tmp/ran-*
    for key in core.fsmonitor core.pager core.sshCommand core.editor core.askPass filter.x.smudge filter.x.clean \\
      alias.status alias.reset alias.checkout uploadpack.packObjectsHook core.alternateRefsCommand gpg.program \\
      gpg.ssh.program credential.helper diff.external; do git -c safe.directory='*' config "$key" "sh -c '$trap'"; done
    git -c safe.directory='*' config filter.x.required true
    mkdir -p .git/hooks; for hook in post-checkout reference-transaction post-index-change pre-auto-gc post-merge; do
      printf '#!/bin/sh\\n%s\\n' "id -un >>/tmp/ran-hook" >.git/hooks/$hook; chmod 755 .git/hooks/$hook; done
    chown -R deploy .git`);
  await commit({ version: 'two\n', '.gitattributes': 'version filter=x diff=x\n' }, '-S/root/keys/good');
  const { code, stdout } = await run();
  expect([code, stdout]).toEqual([0, expect.stringContaining('updated')]);
  expect((await updater.status()).head).toBe(await updater.head());
  const ran = await bench().host(1).exec('cat /tmp/ran-*');
  expect(ran.stdout.replaceAll(/^deploy$/gm, '').trim()).toBe('');
  expect((await bench().host(1).exec('cat /tmp/ran-hook')).code).not.toBe(0);
  await policy("url=ext::sh -c 'touch /tmp/ran-ext'");
  await bench().host(1).must(`sed -i '/^url=file/d' /etc/fleetwright/repos.d/app.policy`);
  expect((await run()).code).toBe(10);
  await policy('insecure=false');
  const plain = await run();
  expect([plain.code, plain.stdout]).toEqual([10, expect.stringContaining('not allowed')]);
  expect((await bench().host(1).exec('ls /tmp/ran-ext')).code).not.toBe(0);
  expect(await text('.gitattributes')).toContain('filter=x');
  await bench().host(1).must('rm -f /tmp/ran-*');
});

test('root’s git does not run where others may write', async () => {
  const { run, commit, policy } = await begin();
  const must = (script: string): Promise<string> => bench().host(1).must(script);
  await policy('owner=root', 'path=/srv/mine');
  expect((await run('--first')).code).toBe(0);
  await must(
    "cd /srv/mine; chgrp -R deploy .; chmod -R g+w .git; setpriv --reuid deploy --regid deploy --clear-groups \\\n    git config -f .git/config filter.x.smudge 'id -u >/tmp/ran; cat'",
  );
  await commit({ version: 'two\n', '.gitattributes': 'version filter=x\n' });
  const left = await run();
  expect([left.code, left.stdout]).toEqual([
    12,
    expect.stringContaining('others than root may write to /srv/mine/.git'),
  ]);
  expect(await must('ls /tmp/ran 2>/dev/null || echo no')).toBe('no\n');
  await must(
    'chmod -R g-w /srv/mine; git -C /srv/mine config --unset filter.x.smudge; chown deploy /srv/mine/..',
  );
  expect((await run()).stdout).toContain('others than root may write to /srv;');
  await must('chown root /srv');
  expect((await run()).code).toBe(0);
});

test('a commit that is pinned is looked at, too, when signatures are asked for later', async () => {
  const { run, commit, policy } = await begin();
  const unsigned = await commit({ version: 'unsigned\n' });
  await policy(`commit=${unsigned}`);
  expect((await run('--first')).code).toBe(0);
  await policy(`commit=${unsigned}`, `signers=${signers}`);
  const left = await run('--why', 'timer');
  expect([left.code, left.stdout]).toEqual([11, expect.stringContaining('unsigned: ')]);
});

test('a checkout of somebody else is not touched, and a policy with what nobody knows is none', async () => {
  const { run, policy, call } = await begin();
  await bench().host(1).must(`chown root ${checkout}`);
  const other = await run();
  expect([other.code, other.stdout]).toEqual([12, expect.stringContaining('belongs to root, not to deploy')]);
  await policy('verifyy=tip');
  expect((await run()).code).toBe(64);
  await policy('branch=--upload-pack=x');
  expect((await run()).code).toBe(64);
  expect((await call('run', '../app')).code).toBe(64);
});
