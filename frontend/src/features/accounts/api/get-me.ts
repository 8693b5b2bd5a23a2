import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { Me } from '@/lib/api/types';

/** Who is signed in; null for a visitor, whom this door doesn't refuse. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> =>
    (await unwrap(api.GET('/api/v1/session', { signal }))).me,
  staleTime: 5 * 60_000,
});
