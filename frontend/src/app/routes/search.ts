/** Reading what stands in the URL, where anything can stand. */

export type Search = Record<string, unknown>;

/** Words; a search for digits arrives as a number. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

export function oneOf<Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined {
  return (choices as readonly unknown[]).includes(value) ? (value as Choice) : undefined;
}

export const SOLVE_TABS = ['hints', 'editorial', 'submissions'] as const;

/** What stands beside the editor, and the submission whose code it opens with. */
export interface SolveSearch {
  tab?: (typeof SOLVE_TABS)[number] | undefined;
  from?: number | undefined;
}

export function readSolveSearch(search: Search): SolveSearch {
  return { tab: oneOf(search.tab, SOLVE_TABS), from: whole(search.from) };
}

export const idParams = {
  parse: ({ id }: { id: string }) => ({ id: Number.parseInt(id, 10) }),
  stringify: ({ id }: { id: number }) => ({ id: String(id) }),
};
