// Generated from schemas/snapshot.schema.json by `npm run generate`. Change the schema, not this file.

export interface Manifest {
  readonly format: 1;
  readonly host: string;
  readonly taken: string;
  readonly patterns: readonly string[];
  readonly notes: readonly string[];
  readonly units: {
    readonly [k: string]: {
      readonly fragment: string;
      readonly vague: readonly ('file' | 'dropIns' | 'enabled' | 'active')[];
      readonly links: { readonly [k: string]: string };
      readonly files: {
        readonly [k: string]: { readonly mode: string; readonly owner: string; readonly sha256: string };
      };
    };
  };
}
