import { printable } from '../model/printable.ts';

/** One line that a running host says; `words` are what follows its name. */
export interface Said {
  readonly name: string;
  readonly words: string;
}

const longestLine = 16 << 10;

/**
 * Cuts a host's output into lines and hands on those that begin with the nonce, made printable. Whatever else the host
 * prints is passed over; a line without an end costs no memory.
 */
export function listener(nonce: string, hear: (said: Said) => void): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) {
      if (!line.startsWith(`${nonce} `)) continue;
      const text = line.slice(nonce.length + 1);
      const at = text.indexOf(' ');
      hear(
        at === -1
          ? { name: text, words: '' }
          : { name: text.slice(0, at), words: printable(text.slice(at + 1)) },
      );
    }
  };
}
