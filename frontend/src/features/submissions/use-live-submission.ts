import { useQuery, useQueryClient } from '@tanstack/react-query';

import { submissionQuery } from '@/features/submissions/api/get-submission';
import { isUnderway, withEvent, type SubmissionEvent } from '@/features/submissions/live';
import { useConnectionStatus, useTopic } from '@/lib/use-live-socket';

/** While no news can come by the socket. */
const POLL_MS = 3_000;
/** While it is open: news that never comes must not leave a page waiting. */
const SAFETY_POLL_MS = 15_000;

/** One submission, kept up to date by push, and by polling while the socket is away. */
export function useLiveSubmission(id: number) {
  const client = useQueryClient();
  const { state } = useConnectionStatus();
  const options = submissionQuery(id);
  const query = useQuery({
    ...options,
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined || !isUnderway(data)) return false;
      return state === 'open' ? SAFETY_POLL_MS : POLL_MS;
    },
  });

  const refetch = () => void client.invalidateQueries({ queryKey: options.queryKey });
  useTopic(`submission:${id}`, {
    onEvent: (payload, sequence) => {
      const known = client.getQueryData(options.queryKey);
      if (known === undefined) return;
      const next = withEvent(known, payload as SubmissionEvent, sequence);
      if (next === null) refetch();
      else client.setQueryData(options.queryKey, next);
    },
    onResync: (sequence) => {
      const known = client.getQueryData(options.queryKey);
      if (known === undefined || known.sequence < sequence) refetch();
    },
  });
  return query;
}
