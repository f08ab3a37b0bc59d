import type { Unreachable } from '../connection.ts';
import { unreachable } from '../unreachable.ts';
import { visible } from '../visible.ts';
import type { Offers } from './keyring.ts';
import { whereIs } from './target.ts';
import type { Target } from './target.ts';

/** How far a handshake came, and with what. */
export interface Progress {
  readonly target: Target;
  readonly offers: Offers;
  readonly stage: 'handshake' | 'auth';
  /** The authentication methods that the host says can continue. */
  readonly methods: readonly string[];
}

/** Says why a handshake failed. ssh2 tells the stage by `level`; a missing error means that the host hung up. */
export function explainFailure(
  error: (Error & { level?: string }) | undefined,
  progress: Progress,
): Unreachable {
  const { target, stage } = progress;
  const where = whereIs(target);
  if (error?.level === 'client-timeout')
    return unreachable(
      stage,
      `${where} accepted the connection but did not finish the ${stage === 'auth' ? 'authentication' : 'handshake'}`,
    );
  if (stage === 'auth') return explainRejection(error, progress, where);
  if (!error || error.level === 'client-socket')
    return unreachable(
      stage,
      `${where} closed the connection before a key was exchanged`,
      'look at its sshd, at MaxStartups and at firewalls',
    );
  return unreachable(
    stage,
    `no secure connection to ${where}: ${visible(error.message)}`,
    'try `connection: openssh`',
  );
}

function explainRejection(
  error: (Error & { level?: string }) | undefined,
  progress: Progress,
  where: string,
): Unreachable {
  const { target, offers, methods } = progress;
  const tried = offers.offers.map((offer) => offer.label);
  const keys = tried.length === 0 ? 'no key could be offered' : `it accepted none of: ${tried.join(', ')}`;
  const problems = offers.problems.length === 0 ? '' : `; ${offers.problems.join('; ')}`;
  const ended =
    error && error.level !== 'client-authentication' ? `; the host said: ${visible(error.message)}` : '';
  const message = `${target.user} may not log in to ${where}: ${keys}${problems}${ended}`;
  const { unsupported } = target;
  if (unsupported.length > 0)
    return unreachable(
      'auth',
      `${message}; ssh_config sets ${unsupported.join(' and ')}, which the built-in client does not use`,
      'set `connection: openssh` for the host',
    );
  if (methods.length > 0 && !methods.includes('publickey'))
    return unreachable(
      'auth',
      `${message}; it offers ${visible(methods.join(', '))} only`,
      'allow public keys, or set `connection: openssh`',
    );
  return unreachable(
    'auth',
    message,
    `\`ssh-copy-id\` a key to the host, \`ssh-add\` it here, or set \`user\` or \`identity_file\` for the host`,
  );
}
