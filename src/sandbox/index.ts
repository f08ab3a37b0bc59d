/** What the scripts of this repository need of the sandbox, built as `dist/sandbox.js`. */
export { whyNoSandbox } from './ability.ts';
export { down } from './down.ts';
export { list } from './list.ts';
export { sandboxNames } from './names.ts';
export { isAlive } from './processes.ts';
export { up } from './up.ts';
