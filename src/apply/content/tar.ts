/** One member of an archive, without its bytes. */
export interface Member {
  readonly name: Uint8Array;
  readonly type: 'file' | 'link' | 'directory';
  /** Octal. */
  readonly mode: string;
  /** `user:group`, by name: numbers differ between machines. */
  readonly owner: string;
  readonly size: number;
  /** Seconds of Unix time. */
  readonly modified: number;
  readonly target?: Uint8Array;
}

const block = 512;
const flags = { file: '0', link: '2', directory: '5' } as const;

/**
 * The blocks before a member's bytes: the header of POSIX ustar, with GNU's members for names and targets that it has no
 * room for. Names are bytes; libraries that write tar take them for text.
 */
export function tarHeader({ name, target = new Uint8Array(), ...member }: Member): Uint8Array {
  return Buffer.concat([
    ...(name.length > 100 ? long('L', name) : []),
    ...(target.length > 100 ? long('K', target) : []),
    header(name, target, { ...member, flag: flags[member.type] }),
  ]);
}

/** What fills a member's last block. */
export function tarPadding(size: number): Uint8Array {
  return Buffer.alloc((block - (size % block)) % block);
}

/** Two empty blocks. */
export function tarEnd(): Uint8Array {
  return Buffer.alloc(2 * block);
}

type Fields = Omit<Member, 'name' | 'target' | 'type'> & { readonly flag: string };

function long(flag: string, text: Uint8Array): readonly Uint8Array[] {
  const bytes = Buffer.concat([text, Buffer.of(0)]);
  const fields = { mode: '0', owner: ':', size: bytes.length, modified: 0, flag };
  return [header(Buffer.from('././@LongLink'), new Uint8Array(), fields), bytes, tarPadding(bytes.length)];
}

function header(name: Uint8Array, target: Uint8Array, { mode, owner, size, modified, flag }: Fields): Buffer {
  const [user = '', group = ''] = owner.split(':');
  const bytes = Buffer.alloc(block);
  bytes.set(name.subarray(0, 100), 0);
  bytes.write(`${mode.padStart(7, '0')}\0`, 100);
  bytes.write('0000000\0', 108);
  bytes.write('0000000\0', 116);
  number(bytes, 124, size);
  number(bytes, 136, modified);
  bytes.write('        ', 148);
  bytes.write(flag, 156);
  bytes.set(target.subarray(0, 100), 157);
  bytes.write('ustar  \0', 257);
  bytes.write(user.slice(0, 31), 265);
  bytes.write(group.slice(0, 31), 297);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

/** Twelve bytes: octal, or where that does not do GNU's binary form. */
function number(bytes: Buffer, at: number, value: number): void {
  if (value >= 0 && value < 8 ** 11) {
    bytes.write(`${value.toString(8).padStart(11, '0')}\0`, at);
    return;
  }
  bytes.writeBigInt64BE(BigInt(value), at + 4);
  bytes.fill(value < 0 ? 0xff : 0x00, at, at + 4);
  bytes[at] = value < 0 ? 0xff : 0x80;
}
