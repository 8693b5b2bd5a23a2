import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** How many notifications are new, and where the topic `notifications:me` stands. */
export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/notifications/unread', { signal })),
  staleTime: 60_000,
});
