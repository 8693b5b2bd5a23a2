import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';

import { runQuery } from '@/features/submissions/api/get-run';
import type { CustomRun } from '@/lib/api/types';
import { useConnectionStatus, useTopic } from '@/lib/use-live-socket';

/** While no news can come by the socket. */
const POLL_MS = 1_500;
/** While it is open: news that never comes must not leave a page waiting. */
const SAFETY_POLL_MS = 8_000;

/** One custom run, kept up to date by push, and by polling while the socket is away. */
export function useLiveRun(id: number | null) {
  const client = useQueryClient();
  const { state } = useConnectionStatus();
  const options = runQuery(id ?? 0);
  const query = useQuery({
    ...options,
    queryFn: id === null ? skipToken : options.queryFn,
    refetchInterval: ({ state: { data } }) => {
      if (data?.state !== 'queued') return false;
      return state === 'open' ? SAFETY_POLL_MS : POLL_MS;
    },
  });
  useTopic(id === null ? null : `run:${id}`, {
    onEvent: (payload) => client.setQueryData(options.queryKey, payload as CustomRun),
    onResync: (sequence) => {
      const known = client.getQueryData(options.queryKey);
      if (known !== undefined && known.sequence < sequence) {
        void client.invalidateQueries({ queryKey: options.queryKey });
      }
    },
  });
  return query;
}
