import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** The problems of a contest or an assignment. Refused before the start, or without an entry. */
export function setProblemsQuery(slug: string) {
  return queryOptions({
    queryKey: ['sets', slug, 'problems'] as const,
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/sets/{slug}/problems', { params: { path: { slug } }, signal }),
        )
      ).items,
    staleTime: 5 * 60_000,
  });
}
