/** What a real host printed to a look, before and after the job; NONCE stands for the look's own. */
export interface Looks {
  readonly clean: string;
  readonly done: string;
}

/** What a host prints to a script that has arrived in whole, as it would write it; undefined as long as more must come. */
export function answerTo(script: string, look: string): readonly string[] | undefined {
  const mark = `\n${/fleetwright-[0-9a-f]+/.exec(script)?.[0] ?? ''}\n`;
  const nonce = /^NONCE=([0-9a-f]+)$/m.exec(script)?.[1];
  if (nonce !== undefined && /\nsection end\n$/.test(script)) return [mark, look.replaceAll('NONCE', nonce)];
  const run = /^start_run ([0-9a-f]+) /m.exec(script)?.[1];
  return run !== undefined && /\nmain "\$@"\n' whole\n$/.test(script)
    ? [mark, ...runAnswer(script, run)]
    : undefined;
}

/** A run in which every step is done: a write for each line, as the host's shell does. */
function runAnswer(script: string, nonce: string): readonly string[] {
  const act = /^act\(\) \{\n(.*?)^\}/ms.exec(script)?.[1] ?? '';
  const steps = [...new Set(act.match(/\bs\d+\b/g))];
  return [
    `\n${nonce} hello\n`,
    `${nonce} begin the benchmark\n`,
    ...steps.flatMap((step) => [`${nonce} start ${step}\n`, `${nonce} ok ${step}\n`]),
    `${nonce} end changed\n`,
  ];
}
