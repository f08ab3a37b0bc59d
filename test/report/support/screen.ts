import { Writable } from 'node:stream';

/** A terminal that keeps what is written to it. */
export interface Screen {
  readonly stream: NodeJS.WriteStream;
  /** Everything written, without escape codes. */
  readonly text: () => string;
}

export function screen(columns = 80, rows = 24): Screen {
  let written = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  return {
    stream: Object.assign(stream, { columns, rows, isTTY: true }) as unknown as NodeJS.WriteStream,
    // eslint-disable-next-line no-control-regex
    text: () => written.replaceAll(/\u001b\[[\d;?]*[A-Za-z]/g, ''),
  };
}
