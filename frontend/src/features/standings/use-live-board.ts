import { useQuery, useQueryClient } from '@tanstack/react-query';

import { boardQuery, type BoardView } from '@/features/standings/api/get-board';
import { withRows } from '@/features/standings/board';
import type { BoardEvent } from '@/lib/api/types';
import { useConnectionStatus, useTopic } from '@/lib/use-live-socket';

/** While news can't come, and for visitors, whom the socket does not serve. */
const POLL_MS = 10_000;

interface Options {
  view: BoardView;
  isSignedIn: boolean;
  /** Whether anything can change any more. */
  isLive: boolean;
}

/** A contest's scoreboard that moves by itself. */
export function useLiveBoard(slug: string, setId: number, { view, isSignedIn, isLive }: Options) {
  const client = useQueryClient();
  const { state } = useConnectionStatus();
  const options = boardQuery(slug, view);
  const isFed = isSignedIn && state === 'open';
  const query = useQuery({
    ...options,
    refetchInterval: isLive && !isFed ? POLL_MS : false,
  });
  const refetch = () => void client.invalidateQueries({ queryKey: options.queryKey });

  useTopic(
    isSignedIn ? `set:${setId}:${view === 'staff' ? 'staff-scoreboard' : 'scoreboard'}` : null,
    {
      onEvent: (payload, sequence) => {
        const known = client.getQueryData(options.queryKey);
        if (known === undefined) return;
        const next = withRows(known, payload as BoardEvent, sequence);
        if (next === null) refetch();
        else client.setQueryData(options.queryKey, next);
      },
      onResync: (sequence) => {
        const known = client.getQueryData(options.queryKey);
        if (known !== undefined && known.sequence < sequence) refetch();
      },
    },
    'plain',
  );
  return query;
}
