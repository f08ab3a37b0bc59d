/** One of the hosts that a range stands for; `n` is its first range's number or letter, without padding. */
export interface RangeMember {
  readonly name: string;
  readonly n?: string;
}

/** More hosts than anybody means to write in one line. */
const most = 100_000;

/** Does the text hold a range such as `[01:16]`, or what may be meant as one? */
export function holdsRange(text: string): boolean {
  return /\[[^\]]*:[^\]]*\]/.test(text);
}

/**
 * `gpu-[01:16]` → the names it stands for, in order; several ranges multiply. Zeros in front are kept, a third number
 * is the step, letters work too. Text without brackets is one name. A string says what is wrong.
 */
export function expandRange(text: string): readonly RangeMember[] | string {
  if (/[[\]]/.test(text.replace(/\[[^[\]]*\]/g, ''))) {
    return `\`${text}\` holds a bracket that is not closed, or not opened`;
  }
  let members: readonly RangeMember[] = [{ name: '' }];
  for (const part of text.split(/(\[[^\]]*\])/)) {
    const values = part.startsWith('[') ? rangeValues(part) : [part];
    if (typeof values === 'string') return values;
    if (members.length * values.length > most) return `\`${text}\` stands for more than ${most} hosts`;
    const isRange = part.startsWith('[');
    members = members.flatMap((member) => values.map((value) => extended(member, value, isRange)));
  }
  return members;
}

function extended({ name, n }: RangeMember, value: string, isRange: boolean): RangeMember {
  const first = n ?? (isRange ? value.replace(/^0+(?=\d)/, '') : undefined);
  return { name: name + value, ...(first === undefined ? {} : { n: first }) };
}

/** `[01:16]` with its brackets → its values, or what is wrong with it. */
function rangeValues(range: string): readonly string[] | string {
  const match = /^\[([0-9]+|[A-Za-z]):([0-9]+|[A-Za-z])(?::([0-9]+))?\]$/.exec(range);
  if (match === null) return `\`${range}\` is not a range: write [01:16], [1:10:2] or [a:f]`;
  const [, start = '', end = '', stepText = '1'] = match;
  const step = Number(stepText);
  if (step === 0) return `the step of \`${range}\` is 0`;
  const isNumeric = /^\d/.test(start);
  if (isNumeric !== /^\d/.test(end)) return `\`${range}\` goes from a number to a letter`;
  if (!isNumeric) return letters(range, { start, end, step });
  const padded = start.length > 1 && start.startsWith('0');
  if (padded && start.length !== end.length)
    return `write both ends of \`${range}\` with the same number of digits`;
  return counted(range, { from: Number(start), to: Number(end), step }, (value) =>
    padded ? String(value).padStart(start.length, '0') : String(value),
  );
}

function letters(
  range: string,
  { start, end, step }: { readonly start: string; readonly end: string; readonly step: number },
): readonly string[] | string {
  const isLower = (letter: string): boolean => letter === letter.toLowerCase();
  if (isLower(start) !== isLower(end)) return `\`${range}\` goes from one letter case to the other`;
  const bounds = { from: start.charCodeAt(0), to: end.charCodeAt(0), step };
  return counted(range, bounds, (value) => String.fromCharCode(value));
}

function counted(
  range: string,
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
  write: (value: number) => string,
): readonly string[] | string {
  if (from > to) return `\`${range}\` runs backwards`;
  if ((to - from) / step >= most) return `\`${range}\` stands for more than ${most} hosts`;
  const values: string[] = [];
  for (let value = from; value <= to; value += step) values.push(write(value));
  return values;
}
