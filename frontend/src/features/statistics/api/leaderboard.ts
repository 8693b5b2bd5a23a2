import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** Who has solved most; refused where the site has no leaderboard. */
export const leaderboardQuery = infiniteQueryOptions({
  queryKey: ['statistics', 'leaderboard'] as const,
  queryFn: ({ pageParam, signal }) =>
    unwrap(api.GET('/api/v1/leaderboard', { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
  staleTime: 60_000,
});
