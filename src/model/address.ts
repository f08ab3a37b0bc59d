/**
 * Names one resource on one host: `kind/name`, such as `unit/ollama.service`. A unit of a user's manager is
 * `unit/user:NAME/ollama.service`.
 */
export type Address = `${string}/${string}`;
