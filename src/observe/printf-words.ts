import { nameBytes } from '../model/byte-name.ts';

/** Names for a script that reads them by printf's `%b`, NUL after each: any byte but plain ASCII in octal (POSIX, printf). */
export function printfWords(names: readonly string[]): string {
  return names.map((name) => `${escaped(name)}\\0000`).join('');
}

function escaped(name: string): string {
  if (/^[ !-[\]-~]*$/.test(name)) return name;
  let word = '';
  for (const byte of nameBytes(name)) {
    word +=
      byte < 0x20 || byte > 0x7e || byte === 0x5c
        ? `\\0${byte.toString(8).padStart(3, '0')}`
        : String.fromCharCode(byte);
  }
  return word;
}
