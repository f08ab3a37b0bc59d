/** What other kinds may know of trees: whose a directory is not, whatever a person writes. */
export { refusedTarget } from './tree/target.ts';
export { size as sizeText } from './tree/words.ts';
