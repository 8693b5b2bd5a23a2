import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** What one may hand in in; the same entry of the cache as on the students' pages. */
export const languagesQuery = queryOptions({
  queryKey: ['languages'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/languages', { signal }))).items,
  staleTime: Infinity,
});
