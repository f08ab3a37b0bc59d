import { expect, test } from '@jest/globals';
import { gitServer } from './support/git-server.ts';
import { until } from './support/until.ts';
import { atOnce, hostPlan, useWorkbench } from './support/workbench.ts';

const bench = useWorkbench({ count: 2 });
const path = '/opt/app';
const update = '/usr/local/lib/fleetwright/repo-update';

/** What a command on the host prints, without the end of its last line. */
const ask = async (command: string): Promise<string> => (await bench().host(1).must(command)).trimEnd();

const history = async (): Promise<readonly unknown[]> =>
  (await ask(`${update} history app`)).split('\n').map((line) => JSON.parse(line) as unknown);

/** Until the service has begun; what comes before it has been then. */
async function reboot(): Promise<void> {
  const { host } = bench();
  await host(1).reboot();
  await until('the service runs', async () => (await host(1).exec('test -s /run/began')).code === 0);
}

/** It says what there was when it began. */
const service = `[Service]
ExecStart=/bin/sh ${path}/run.sh
[Install]
WantedBy=multi-user.target
`;
const run = `cat ${path}/version >/run/began; exec sleep infinity\n`;

test('power is lost in the middle of a switch: services begin with the commit of before, without a run', async () => {
  const { host, declare, apply, plan } = bench();
  const server = await gitServer(host(2));
  const one = (await server.commit({ version: 'one\n', 'run.sh': run }, 'the first')).trim();
  const repo = { path, url: server.url, insecure: true, owner: 'deploy', health: { settle: '0s' } };
  const unit = { name: 'app.service', file: service, enabled: true, active: true, health: atOnce };
  await declare([unit], { hosts: 'host-1', repos: [{ ...repo, restarts: ['app.service'] }] });
  expect((await apply()).code).toBe(0);
  expect(await ask('cat /run/began')).toBe('one');
  // The last file of the next commit waits for ever, on a host that has not been booted since.
  const slow = '[ ! -e /run/slow ] || sleep 777; cat';
  await ask(`cd ${path}; setpriv --reuid deploy --clear-groups git config filter.slow.smudge '${slow}'`);
  await server.commit({ '.gitattributes': 'z filter=slow\n', version: 'two\n', z: 'last\n' });
  await ask(`touch /run/slow; systemd-run -q --unit=cut ${update} run app`);
  await until('it is half there', async () => (await host(1).exec("pgrep -f 'sleep 77[7]'")).code === 0);
  expect(await ask(`cat ${path}/version`)).toBe('two');
  await ask('systemctl kill -s KILL cut.service');
  // The network of before is not needed.
  await host(2).must('systemctl stop git-server.service');
  await reboot();
  expect(await ask('cat /run/began; systemctl is-active app.service')).toBe('one\nactive');
  const git = `git -c safe.directory='*' -C ${path}`;
  expect(await ask(`${git} status --porcelain; ${git} rev-parse HEAD`)).toBe(one);
  expect(await history()).toMatchObject([{}, { why: 'boot', result: 'interrupted', from: one }]);
  // What cannot be taken back keeps no service down. Nobody is told; that is for the next run.
  const [policy, attempt] = ['/etc/fleetwright/repos.d/app.policy', '/var/lib/fleetwright/repos/app/attempt'];
  await ask(`cp ${policy} /root/policy; printf '%s\\n' build=false 'notify=command failure touch /tmp/told' >>${policy}
    printf '%s\\n' phase=building from=${one} to=${one} why=timer restart=yes >${attempt}`);
  await reboot();
  const states = 'systemctl show -p ActiveState --value app.service fleetwright-recover-app.service';
  expect(await ask(`${states}; ls ${attempt}`)).toBe(`active\n\nfailed\n${attempt}`);
  expect(await history()).toMatchObject([{}, {}, { why: 'boot', result: 'failed', code: 13 }]);
  expect((await host(1).exec('ls /tmp/told')).code).not.toBe(0);
  await ask(`cp /root/policy ${policy}; rm ${attempt}`);
  // With nothing to take back, nothing is run.
  await reboot();
  const shown = 'systemctl show -p ConditionResult -p ExecMainPID fleetwright-recover-app.service';
  expect(await ask(shown)).toBe('ExecMainPID=0\nConditionResult=no');
  await host(2).must(
    `cd /srv/git; systemd-run -q --unit=git-server -- git daemon --base-path=/srv/git --export-all --reuseaddr
    until git ls-remote git://127.0.0.1/work >/dev/null 2>&1; do sleep 0.2; done`,
  );
  expect((await apply()).code).toBe(0);
  expect(hostPlan(await plan()).status).toBe('converged');
  await host(1).must('rm /usr/local/lib/systemd/system/multi-user.target.d/*');
  expect(hostPlan(await plan()).changes[0]?.differences).toMatchObject([{ field: 'recover at boot' }]);
  await declare([unit], { hosts: 'host-1', repos: [{ path, absent: true }] });
  expect((await apply()).code).toBe(0);
  expect(await ask("find /etc/systemd /usr/local/lib/systemd -name '*fleetwright*'")).toBe('');
});
