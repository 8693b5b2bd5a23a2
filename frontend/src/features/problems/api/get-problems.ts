import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export interface ProblemFilter {
  search?: string | undefined;
}

/** Public problems: the same for everybody, so that a CDN answers. */
export function problemsQuery(filter: ProblemFilter = {}) {
  return infiniteQueryOptions({
    queryKey: ['problems', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/problems', {
          params: { query: { search: filter.search, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
