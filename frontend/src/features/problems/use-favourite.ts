import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';

import { marksQuery, PROBLEM_MARKS } from '@/features/problems/api/get-marks';
import { MY_PROBLEM_LISTS } from '@/features/problems/api/get-my-problems';
import { setFavourite, type Favourite } from '@/features/problems/api/set-favourite';
import type { MarkedProblem } from '@/lib/api/types';

type Lists = InfiniteData<{ items: MarkedProblem[]; next_cursor: string | null }>;

/** Mark or unmark a favourite: shown at once, and taken back where the server refuses. */
export function useFavourite() {
  const client = useQueryClient();
  const show = ({ slug, isFavourite }: Favourite) => {
    client.setQueriesData<Lists>({ queryKey: MY_PROBLEM_LISTS }, (lists) => {
      return (
        lists && { ...lists, pages: lists.pages.map((page) => marked(page, slug, isFavourite)) }
      );
    });
    client.setQueryData(marksQuery(slug).queryKey, (marks) =>
      marks ? { ...marks, is_favourite: isFavourite } : marks,
    );
  };
  return useMutation({
    mutationFn: setFavourite,
    onMutate: show,
    onError: (_error, { slug, isFavourite }) => show({ slug, isFavourite: !isFavourite }),
    onSettled: async () => {
      // A list of favourites only still shows what is none any more: it can be marked again.
      await client.invalidateQueries({ queryKey: MY_PROBLEM_LISTS, refetchType: 'none' });
      await client.invalidateQueries({ queryKey: PROBLEM_MARKS });
    },
  });
}

function marked<Page extends Lists['pages'][number]>(
  page: Page,
  slug: string,
  is_favourite: boolean,
): Page {
  const items = page.items.map((item) => (item.slug === slug ? { ...item, is_favourite } : item));
  return { ...page, items };
}
