import { queryOptions } from '@tanstack/react-query';

import { graphql } from '@/lib/api/graphql';

/** One frozen cell that becomes public (`RevealStep` of docs/schema.graphql). */
export interface RevealStep {
  entry: number;
  problem: number;
  positionBefore: number;
  positionAfter: number;
}

const STEP = 'entry problem positionBefore positionAfter';

/** All frozen cells that are left, in the resolver's order. For the contest's staff. */
export function revealOrderQuery(slug: string) {
  return queryOptions({
    queryKey: ['standings', slug, 'reveal'] as const,
    queryFn: async () => {
      const query = `query RevealOrder($contest: String!) { revealOrder(contest: $contest) { ${STEP} } }`;
      return (await graphql<{ revealOrder: RevealStep[] }>(query, { contest: slug })).revealOrder;
    },
    // What is on the stage must not change under it.
    staleTime: Infinity,
    gcTime: 0,
  });
}

/** Make the next frozen cell public; null when all are. */
export async function revealNext(slug: string): Promise<RevealStep | null> {
  const query = `mutation RevealNext($contest: String!) { resultsRevealNext(contest: $contest) { ${STEP} } }`;
  return (await graphql<{ resultsRevealNext: RevealStep | null }>(query, { contest: slug }))
    .resultsRevealNext;
}

/** Show the public all results. */
export async function unfreeze(slug: string): Promise<void> {
  await graphql(
    'mutation Unfreeze($contest: String!) { resultsUnfreeze(contest: $contest) { unfrozenAt } }',
    {
      contest: slug,
    },
  );
}
