import { useQuery, useQueryClient } from '@tanstack/react-query';

import { queueQuery } from '@/features/submissions/api/get-queue';
import type { QueuePlace } from '@/lib/api/types';
import { useTopic } from '@/lib/use-live-socket';

/** Where a submission that waits stands in line, live; null where that is not known. */
export function useQueuePlace(id: number, isWaiting: boolean): QueuePlace | null {
  const client = useQueryClient();
  const options = queueQuery(id);
  const { data } = useQuery({ ...options, enabled: isWaiting });
  useTopic(
    isWaiting ? `queue:${id}` : null,
    {
      onEvent: (payload) => client.setQueryData(options.queryKey, payload as QueuePlace),
      onResync: () => void client.invalidateQueries({ queryKey: options.queryKey }),
    },
    'plain',
  );
  return isWaiting ? (data ?? null) : null;
}
