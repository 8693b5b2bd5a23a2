import { infiniteQueryOptions } from '@tanstack/react-query';

import type { ProblemFilter } from '@/features/problems/api/get-problems';
import { api, unwrap } from '@/lib/api/client';

/** All problems that the signed-in person may open, each with where they stand. */
export function myProblemsQuery(filter: ProblemFilter = {}) {
  return infiniteQueryOptions({
    queryKey: ['problems', 'list', 'mine', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/me/problems', {
          params: { query: { search: filter.search, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
