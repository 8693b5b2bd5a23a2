import { createContext, use } from 'react';

/** The contest or the assignment that a problem is solved in. */
export interface SolvePlace {
  /** Its slug: what is handed in, tried and kept as a draft belongs to it. */
  set: string;
  /** Ids of the languages that it allows; empty: those of the problem. */
  languages: readonly string[];
}

const PlaceContext = createContext<SolvePlace | null>(null);

export const SolvePlaceProvider = PlaceContext.Provider;

/** Where the problem on the page is solved; null: in practice. */
export function useSolvePlace(): SolvePlace | null {
  return use(PlaceContext);
}
