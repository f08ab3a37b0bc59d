/** How one declared resource of a host stands. */
export interface ResourceState {
  readonly address: string;
  readonly state: 'as declared' | 'differs';
  /** The fields that differ. */
  readonly fields: readonly string[];
  /** Of a tree, how many of its entries do. */
  readonly entries?: number;
}
