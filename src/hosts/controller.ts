import { homedir, userInfo } from 'node:os';

/** What the way to a host depends on at this end; a value, so that tests can stand elsewhere. */
export interface Controller {
  readonly home: string;
  readonly user: string;
  readonly uid: number;
  /** SSH_AUTH_SOCK. */
  readonly agentSocket?: string;
  /** The user's ssh_config(5), then the system's: the first value of a setting wins. */
  readonly sshConfigs: readonly string[];
  /** Known-hosts files where ssh_config names no others. */
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
}

/** The machine and user this process runs as, with the places ssh(1) looks at. */
export function thisController(environment: NodeJS.ProcessEnv = process.env): Controller {
  const { username, uid } = userInfo();
  const home = homedir();
  const agentSocket = environment['SSH_AUTH_SOCK'];
  return {
    home,
    user: username,
    uid,
    ...(agentSocket !== undefined && agentSocket !== '' && { agentSocket }),
    sshConfigs: [`${home}/.ssh/config`, '/etc/ssh/ssh_config'],
    userKnownHosts: [`${home}/.ssh/known_hosts`, `${home}/.ssh/known_hosts2`],
    globalKnownHosts: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
  };
}
