import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** Queries that begin so change when somebody enters, leaves, or a contest moves on. */
export const CONTESTS = ['contests'] as const;

export interface ContestFilter {
  phase?: 'upcoming' | 'running' | 'ended' | undefined;
  mine?: true | undefined;
  search?: string | undefined;
  course?: string | undefined;
  order?: 'starts_at' | '-starts_at' | undefined;
  limit?: number | undefined;
}

export function contestsQuery(filter: ContestFilter = {}) {
  return infiniteQueryOptions({
    queryKey: [...CONTESTS, 'list', filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/contests', {
          params: { query: { ...filter, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
