import { oneOf, text, whole, type Search } from '@/app/routes/search';
import {
  HIGHEST_LEVEL,
  LOWEST_LEVEL,
  PROBLEM_ORDERS,
  SOLVED_STATES,
  type ProblemFilter,
  type ProblemOrder,
  type SolvedState,
} from '@/features/problems/filter';

/** What the address of the list says, so that a list can be sent to somebody. */
export interface ProblemSearchParams {
  search?: string | undefined;
  /** Slugs, with commas between them. */
  tag?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  solved?: SolvedState | undefined;
  favourite?: true | undefined;
  order?: ProblemOrder | undefined;
}

export const MOST_TAGS = 5;
const SLUG = /^[-a-zA-Z0-9_]{1,40}$/;

export function readProblemSearch(search: Search): ProblemSearchParams {
  return {
    search: text(search.search)?.slice(0, 100),
    tag: text(search.tag),
    from: level(search.from),
    to: level(search.to),
    solved: oneOf(search.solved, SOLVED_STATES),
    favourite: search.favourite === true ? true : undefined,
    order: oneOf(search.order, PROBLEM_ORDERS),
  };
}

function level(value: unknown): number | undefined {
  const number = whole(value);
  if (number === undefined || number < LOWEST_LEVEL || number > HIGHEST_LEVEL) return undefined;
  return number;
}

export function tagsOf({ tag }: ProblemSearchParams): string[] {
  const slugs = (tag ?? '').split(',').filter((slug) => SLUG.test(slug));
  return [...new Set(slugs)].slice(0, MOST_TAGS);
}

export function filterOf(search: ProblemSearchParams): ProblemFilter {
  const tags = tagsOf(search);
  return {
    search: search.search,
    tag: tags.length === 0 ? undefined : tags,
    difficulty_min: search.from,
    difficulty_max: search.to,
    order: search.order,
  };
}

/** Whether the list is less than all problems; its order doesn't count. */
export function isFiltered(search: ProblemSearchParams): boolean {
  const { search: words, tag, from, to, solved, favourite } = search;
  return (words ?? tag ?? from ?? to ?? solved ?? favourite) !== undefined;
}
