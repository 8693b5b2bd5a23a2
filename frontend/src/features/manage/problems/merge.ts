import { diff3Merge } from 'node-diff3';

export interface Merged {
  text: string;
  /** Both changed the same lines: both stand in the text, between marks. */
  hasConflicts: boolean;
}

/** What both changed of `base`. Where they changed the same lines, both versions between marks. */
export function merge(base: string, mine: string, theirs: string): Merged {
  const lines = (text: string) => text.split('\n');
  const regions = diff3Merge(lines(mine), lines(base), lines(theirs));
  const merged = regions.flatMap(({ ok, conflict }) =>
    conflict === undefined
      ? (ok ?? [])
      : ['<<<<<<<', ...conflict.b, '=======', ...conflict.a, '>>>>>>>'],
  );
  return {
    text: merged.join('\n'),
    hasConflicts: regions.some(({ conflict }) => conflict !== undefined),
  };
}
