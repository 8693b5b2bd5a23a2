import { useQuery, useQueryClient } from '@tanstack/react-query';

import { queueQuery } from '@/features/submissions/api/get-queue';
import { useTopic } from '@/lib/use-live-socket';

/** About how many are before a submission that waits, live; null where that is not known. */
export function useQueuePlace(id: number, isWaiting: boolean): number | null {
  const client = useQueryClient();
  const options = queueQuery(id);
  const { data } = useQuery({ ...options, enabled: isWaiting });
  useTopic(
    isWaiting ? `queue:${id}` : null,
    {
      onEvent: (payload) =>
        client.setQueryData(options.queryKey, payload as { ahead: number | null }),
      onResync: () => void client.invalidateQueries({ queryKey: options.queryKey }),
    },
    'plain',
  );
  return isWaiting ? (data?.ahead ?? null) : null;
}
