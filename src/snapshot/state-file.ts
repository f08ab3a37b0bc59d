import type { Words } from './states.ts';
import { safeWord } from './words.ts';

/** `NAME.service.state`: the two lines that the scripts wrote too. */
export function stateText({ active, enabled }: Words): string {
  return `ACTIVE=${active}\nENABLED=${enabled}\n`;
}

/**
 * The same read: lines in any order, comments, quotes and what else somebody noted there let be. A word that systemd
 * does not have is kept, made safe to show.
 */
export function readState(text: string): Words {
  const words = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key = '', value = ''] = /^\s*([A-Za-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    words.set(key.toUpperCase(), safeWord(value.replace(/^(["'])(.*)\1$/, '$2')));
  }
  return { active: words.get('ACTIVE') ?? '', enabled: words.get('ENABLED') ?? '' };
}
