/** What something unknown could make or change. What lies outside is not in doubt. */
export interface Reach {
  /** The only kinds that it could make (`Secret`); absent: any. */
  readonly kinds?: readonly string[] | undefined;
  /** The only namespace in which it could make something, which then is no cluster-scoped object; absent: anywhere. */
  readonly namespace?: string | undefined;
  /** The only names that it could make; absent: any. */
  readonly names?: readonly string[] | undefined;
  /** What of that which is known it could change, or take away: nothing, what the same unit renders, or anything. */
  readonly changes: 'nothing' | 'unit' | 'anything';
}
