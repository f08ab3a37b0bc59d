const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Brush = (text: string) => string;
export type Paint = Readonly<Record<keyof typeof codes, Brush>>;

/** Brushes that colour a text, or leave it alone. Meaning never rests on colour: signs and words carry it. */
export function paint(colour: boolean): Paint {
  const brush = (name: keyof typeof codes): Brush => {
    const [on, off] = codes[name];
    return colour ? (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`) : (text) => text;
  };
  return {
    bold: brush('bold'),
    dim: brush('dim'),
    red: brush('red'),
    green: brush('green'),
    yellow: brush('yellow'),
    cyan: brush('cyan'),
  };
}
