const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A value as one line of JSON that is safe to show on a terminal: beyond what JSON escapes itself, controls and
 * invisible characters are escaped too. Parsing gives the same value.
 */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(unsafe, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )}\n`;
}
