import { useQueryClient } from '@tanstack/react-query';

import { NOTIFICATION_LISTS } from '@/features/notifications/api/get-notifications';
import { unreadQuery } from '@/features/notifications/api/get-unread';
import type { Unread } from '@/lib/api/types';
import { useTopic } from '@/lib/use-live-socket';

/** Keep the count of the bell, and the lists of notifications, up to date. */
export function useLiveNotifications(isSignedIn: boolean): void {
  const client = useQueryClient();
  const refetchLists = () => void client.invalidateQueries({ queryKey: NOTIFICATION_LISTS });
  useTopic(isSignedIn ? 'notifications:me' : null, {
    onEvent: (payload, sequence) => {
      const { unread_count } = payload as { unread_count: number };
      client.setQueryData<Unread>(unreadQuery.queryKey, { unread_count, sequence });
      refetchLists();
    },
    onResync: (sequence) => {
      const known = client.getQueryData(unreadQuery.queryKey);
      if (known?.sequence === sequence) return;
      void client.invalidateQueries({ queryKey: ['notifications'] });
    },
  });
}
