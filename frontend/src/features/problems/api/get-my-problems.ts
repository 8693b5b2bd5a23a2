import { infiniteQueryOptions } from '@tanstack/react-query';

import type { MyProblemFilter } from '@/features/problems/filter';
import { api, unwrap } from '@/lib/api/client';

export const MY_PROBLEM_LISTS = ['problems', 'list', 'mine'] as const;

/** All problems that the signed-in person may open, each with where they stand. */
export function myProblemsQuery(filter: MyProblemFilter = {}) {
  return infiniteQueryOptions({
    queryKey: [...MY_PROBLEM_LISTS, filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/me/problems', {
          params: { query: { ...filter, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
