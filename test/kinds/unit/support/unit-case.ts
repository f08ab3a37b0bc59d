import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { UnitSpec } from '../../../../src/kinds/unit/spec.gen.ts';

/** A file on the host: its text, `-> TARGET` of a link, or all there is to say. */
export type DescribedFile =
  | string
  | {
      readonly text?: string;
      readonly base64?: string;
      /** Of a link. */
      readonly target?: string;
      readonly type?: 'directory' | 'fifo';
      readonly mode?: string;
      readonly owner?: string;
      /** Seconds; 100 where it is left out. */
      readonly mtime?: number;
    };

/** A unit that its manager knows: its ActiveState, or also when it started and what else `show` says. */
export type DescribedUnit =
  | string
  | {
      readonly active?: string;
      /** Seconds; 200 of a unit that is not inactive. */
      readonly started?: number;
      /** When its state last changed; `started` where it is left out. */
      readonly changed?: number;
      readonly show?: Readonly<Record<string, string>>;
    };

export interface DescribedManager {
  /** By path; one without a leading slash lies in the manager's own directory. */
  readonly files?: Readonly<Record<string, DescribedFile>>;
  readonly units?: Readonly<Record<string, DescribedUnit>>;
  /** Of a user: does the manager run, and without a login? Both true where they are left out. */
  readonly running?: boolean;
  readonly linger?: boolean;
}

/** Only what differs from a plain host with nothing on it. */
export interface DescribedHost extends DescribedManager {
  readonly systemd?: number;
  readonly users?: Readonly<Record<string, DescribedManager>>;
  readonly verify?: readonly string[] | 'unavailable';
}

/** How a host and a play come together. What is left out is empty: no `steps` are no steps. */
export interface UnitCase {
  readonly it: string;
  /** Entries of `units`, as a user writes them. */
  readonly units: readonly UnitSpec[];
  /** The files that the entries name. */
  readonly texts?: Readonly<Record<string, string>>;
  /** `FILE:LINE: MESSAGE`, what is wrong with those files by themselves; when one is refused, no host is looked at. */
  readonly said?: readonly string[];
  readonly host?: DescribedHost;
  readonly allow_critical?: boolean;
  /** `--only`. */
  readonly only?: readonly string[];
  /** `UNIT FIELD: FROM → TO`, or of a text `appears`, `changes`, `goes`. Not looked at where it is left out. */
  readonly differences?: readonly string[];
  /** `PHASE DO WHAT`; one word where phase and act are the same. */
  readonly steps?: readonly string[];
  /** A part of each reason. */
  readonly blocked?: readonly string[];
  /** A part of each warning. */
  readonly warnings?: readonly string[];
  /** Why the second plan is not empty. */
  readonly unsettled?: string;
}

interface CaseFile {
  readonly texts?: Readonly<Record<string, string>>;
  readonly cases: readonly UnitCase[];
}

/** The cases of cases/compare, by file; texts at the top of a file are there for all its cases. */
export function readCases(): readonly (readonly [topic: string, cases: readonly UnitCase[]])[] {
  const directory = new URL('../cases/compare/', import.meta.url);
  return readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => {
      const { texts, cases } = parse(readFileSync(new URL(name, directory), 'utf8'), {
        merge: true,
      }) as CaseFile;
      return [name.replace('.yaml', ''), cases.map((one) => ({ ...one, texts: { ...texts, ...one.texts } }))];
    });
}
