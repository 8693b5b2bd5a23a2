export const PROBLEM_ORDERS = [
  'recent',
  'difficulty',
  '-difficulty',
  'acceptance',
  '-acceptance',
] as const;
export type ProblemOrder = (typeof PROBLEM_ORDERS)[number];

export const SOLVED_STATES = ['ac', 'tried', 'none'] as const;
export type SolvedState = (typeof SOLVED_STATES)[number];

export const LOWEST_LEVEL = 1;
export const HIGHEST_LEVEL = 10;
export const LEVELS: readonly number[] = Array.from({ length: HIGHEST_LEVEL }, (_, at) => at + 1);

/** What everybody can look for; a missing field asks for nothing. */
export interface ProblemFilter {
  search?: string | undefined;
  /** Slugs of tags, of which a problem must have all. */
  tag?: string[] | undefined;
  difficulty_min?: number | undefined;
  difficulty_max?: number | undefined;
  order?: ProblemOrder | undefined;
}

/** What needs to know who asks. */
export interface MyProblemFilter extends ProblemFilter {
  solved?: SolvedState | undefined;
  favourite?: true | undefined;
}
