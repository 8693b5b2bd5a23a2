import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { ownStates, type OwnState } from '@/features/contests/own-states';
import { submissionsQuery } from '@/features/submissions/api/get-submissions';

const PAGE = 100;
/** Of whoever hands in more than so often, the oldest are left out. */
const MOST_PAGES = 5;
const NOBODY: ReadonlyMap<string, OwnState> = new Map();

/** Where one stands with each problem of a set, by its slug; live. */
export function useOwnStates(slug: string, isAsked: boolean): ReadonlyMap<string, OwnState> {
  const query = useInfiniteQuery({
    ...submissionsQuery({ problem_set: slug, limit: PAGE }),
    enabled: isAsked,
  });
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const wantsMore = hasNextPage && !isFetching && (data?.pages.length ?? 0) < MOST_PAGES;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  return data === undefined ? NOBODY : ownStates(data.pages.flatMap((page) => page.items));
}
