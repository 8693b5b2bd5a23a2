import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export const ownStatisticsQuery = queryOptions({
  queryKey: ['statistics', 'own'] as const,
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me/statistics', { signal })),
});

/** One's submissions day by day, in a year; days without any are left out. */
export const activityQuery = queryOptions({
  queryKey: ['statistics', 'activity'] as const,
  queryFn: ({ signal }) =>
    unwrap(api.GET('/api/v1/me/activity', { params: { query: {} }, signal })),
});
