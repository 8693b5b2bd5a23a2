import { queryOptions } from '@tanstack/react-query';

import { CONTESTS } from '@/features/contests/api/get-contests';
import { api, unwrap } from '@/lib/api/client';

export function contestQuery(slug: string) {
  return queryOptions({
    queryKey: [...CONTESTS, 'one', slug] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/contests/{slug}', { params: { path: { slug } }, signal })),
    staleTime: 30_000,
  });
}
