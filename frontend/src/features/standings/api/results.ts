import { queryOptions } from '@tanstack/react-query';

import {
  RevealNext,
  RevealOrder,
  Unfreeze,
  type RevealedCellFragment,
} from '@/features/standings/api/results.gen';
import { request } from '@/lib/graphql/request';

/** One frozen cell that becomes public. */
export type RevealStep = RevealedCellFragment;

/** All frozen cells that are left, in the resolver's order. For the contest's staff. */
export function revealOrderQuery(slug: string) {
  return queryOptions({
    queryKey: ['standings', slug, 'reveal'] as const,
    queryFn: async ({ signal }) =>
      (await request(RevealOrder, { contest: slug }, { signal })).revealOrder,
    // What is on the stage must not change under it.
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** Make the next frozen cell public; null when all are. */
export async function revealNext(slug: string): Promise<RevealStep | null> {
  return (await request(RevealNext, { contest: slug })).resultsRevealNext;
}

/** Show the public all results. */
export async function unfreeze(slug: string): Promise<void> {
  await request(Unfreeze, { contest: slug });
}
