import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/tags', { signal }))).items,
  staleTime: Infinity,
});
