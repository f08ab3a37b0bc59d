import { printable } from '../model/printable.ts';
import type { Scope, Step } from '../model/step.ts';
import { shortTime } from './short-time.ts';

/** A step in a few words: `restart ollama.service`. Printable. */
export function stepText(step: Step): string {
  return printable(`${words(step)}${ofWhom(step.scope)}`);
}

function words(step: Step): string {
  switch (step.do) {
    case 'write':
    case 'remove':
      return `${step.do} ${step.path}`;
    case 'link':
      return `link ${step.path} to ${step.target}`;
    case 'verify':
      return `verify ${step.unit} before it is installed`;
    case 'place':
      return placeWords(step);
    case 'update-repo':
      return `update ${step.path}${step.to === null ? '' : ` to ${step.to.slice(0, 7)}`}`;
    case 'remove-checkout':
      return `take ${step.path} away`;
    case 'return-checkout':
      return `bring ${step.path} back`;
    case 'linger':
      return `let the services of ${step.user} run without a login`;
    case 'daemon-reload':
      return 'daemon-reload';
    case 'health':
      return `watch ${step.unit}: ${healthWords(step.health)}`;
    default:
      return `${step.do} ${step.unit}`;
  }
}

function placeWords({ put, remove, path, atomic }: Extract<Step, { do: 'place' }>): string {
  const words = [
    ...(put.length > 0 ? [`put ${put.length} of its entries into ${path}`] : []),
    ...(remove.length > 0 ? [`delete ${remove.length} ${put.length > 0 ? 'from it' : `from ${path}`}`] : []),
  ];
  if (words.length === 0) return `bring ${path} up to date`;
  return `${words.join(', ')}${atomic === true ? ', all at one moment' : ''}`;
}

function healthWords(health: Extract<Step, { do: 'health' }>['health']): string {
  const checks = [`stays up ${shortTime(health.settle)}`];
  if (health.http !== undefined) checks.push(`answers ${health.http}`);
  if (health.command !== undefined) checks.push(`passes \`${health.command}\``);
  return checks.join(', ');
}

function ofWhom(scope: Scope): string {
  return scope === 'system' ? '' : ` (${scope.replace(':', ' ')})`;
}
