import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import { ApiError } from '@/lib/api/errors';

/** How a problem is solved; null: there is nothing that one may read yet. */
export function editorialQuery(slug: string, language: string) {
  return queryOptions({
    queryKey: ['problems', 'editorial', slug, language] as const,
    queryFn: async ({ signal }) => {
      try {
        return await unwrap(
          api.GET('/api/v1/problems/{slug}/editorial', {
            params: { path: { slug }, query: { language } },
            signal,
          }),
        );
      } catch (error) {
        if (error instanceof ApiError && error.code === 'editorial_not_found') return null;
        throw error;
      }
    },
  });
}
