import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export type BoardView = 'public' | 'staff';

export function boardQuery(slug: string, view: BoardView) {
  return queryOptions({
    queryKey: ['standings', slug, 'board', view] as const,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/contests/{slug}/scoreboard', {
          params: { path: { slug }, query: { view } },
          signal,
        }),
      ),
    staleTime: 10_000,
  });
}
