import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** What the editor opens with for a problem, by language; others open with the language's own. */
export function templatesQuery(slug: string) {
  return queryOptions({
    queryKey: ['problems', 'templates', slug],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        api.GET('/api/v1/problems/{slug}/templates', { params: { path: { slug } }, signal }),
      );
      return new Map(items.map(({ language, source }) => [language, source]));
    },
    staleTime: 5 * 60_000,
  });
}
