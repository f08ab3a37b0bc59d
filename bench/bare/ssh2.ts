import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import process from 'node:process';
import ssh2 from 'ssh2';
import type { Client, ParsedKey, PublicKeyAuthMethod } from 'ssh2';
import type { BareJob, BareHost } from './job.ts';

/*
 * The other floor, a program of its own: ssh2 with nothing around it. All hosts at once, one connection each, the
 * scripts one after the other on standard input of a root shell. Prints a JSON array of what each host printed last.
 */

const [path = ''] = process.argv.slice(2);
const job = JSON.parse(readFileSync(path, 'utf8')) as BareJob;
const login: PublicKeyAuthMethod = { type: 'publickey', username: job.user, key: readKey(job.identity) };

const said = await Promise.all(job.hosts.map(work));
process.stdout.write(JSON.stringify(said));

async function work(host: BareHost): Promise<string> {
  const client = await logIn(host);
  let last = '';
  for (const script of job.scripts) last = await run(client, script);
  client.end();
  return last;
}

function logIn({ address, port, hostKey }: BareHost): Promise<Client> {
  const known = Buffer.from(hostKey.split(' ')[1] ?? '', 'base64');
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    client
      .on('ready', () => resolve(client))
      .on('error', reject)
      .on('close', () => reject(new Error(`${address} hung up`)));
    client.connect({
      sock: connect({ host: address, port, noDelay: true }),
      username: job.user,
      authHandler: [login],
      hostVerifier: (shown: Buffer) => shown.equals(known),
      readyTimeout: 120_000,
    });
  });
}

function readKey(file: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(readFileSync(file));
  if (parsed instanceof Error) throw parsed;
  return parsed;
}

function run(client: Client, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    client.exec('sudo -n -- /bin/sh', (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      channel.on('data', (chunk: Buffer) => chunks.push(chunk));
      channel.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
      channel.on('close', () => resolve(Buffer.concat(chunks).toString()));
      channel.end(script);
    });
  });
}
