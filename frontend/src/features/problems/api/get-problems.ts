import { infiniteQueryOptions } from '@tanstack/react-query';

import type { ProblemFilter } from '@/features/problems/filter';
import { api, unwrap } from '@/lib/api/client';

/** Public problems: the same for everybody, so that a CDN answers. */
export function problemsQuery(filter: ProblemFilter = {}) {
  return infiniteQueryOptions({
    queryKey: ['problems', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/problems', {
          params: { query: { ...filter, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
