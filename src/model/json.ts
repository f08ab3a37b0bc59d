/** A value that survives `JSON.stringify` and back. Everything in a plan is one. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
