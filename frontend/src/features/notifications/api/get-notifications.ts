import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export const NOTIFICATION_LISTS = ['notifications', 'list'] as const;

/** One's own notifications, newest first. */
export function notificationsQuery(filter: { is_read?: boolean; limit?: number } = {}) {
  return infiniteQueryOptions({
    queryKey: [...NOTIFICATION_LISTS, filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/notifications', {
          params: { query: { ...filter, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
