import { useQueryClient, type InfiniteData } from '@tanstack/react-query';

import { SUBMISSION_LISTS } from '@/features/submissions/api/get-submissions';
import { withItem } from '@/features/submissions/live';
import type { Submission } from '@/lib/api/types';
import { useTopic } from '@/lib/use-live-socket';

interface Page {
  items: Submission[];
  next_cursor: string | null;
}

/** Keep all lists of one's own submissions up to date; for a signed-in person. */
export function useLiveLists(isSignedIn: boolean): void {
  const client = useQueryClient();
  const refetchLists = () => void client.invalidateQueries({ queryKey: SUBMISSION_LISTS });

  useTopic(
    isSignedIn ? 'user:me' : null,
    {
      onEvent: (payload) => {
        const { submission } = payload as { submission: Submission };
        let missing = 0;
        client.setQueriesData<InfiniteData<Page>>({ queryKey: SUBMISSION_LISTS }, (list) => {
          if (list === undefined) return list;
          const isListed = list.pages.some((page) => withItem(page.items, submission) !== null);
          if (!isListed) missing += 1;
          const pages = list.pages.map((page) => ({
            ...page,
            items: [...(withItem(page.items, submission) ?? page.items)],
          }));
          return { ...list, pages };
        });
        if (missing > 0) refetchLists();
        // Whether a problem counts as solved may have changed with a verdict.
        if (submission.state === 'done') {
          void client.invalidateQueries({ queryKey: ['problems', 'list'] });
        }
      },
      onResync: refetchLists,
    },
    'plain',
  );
}
