import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** `language` is that of the statement; the server falls back to what it has. */
export function problemQuery(slug: string, language: string) {
  return queryOptions({
    queryKey: ['problems', 'one', slug, language],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/problems/{slug}', {
          params: { path: { slug }, query: { language } },
          signal,
        }),
      ),
    staleTime: 5 * 60_000,
  });
}
