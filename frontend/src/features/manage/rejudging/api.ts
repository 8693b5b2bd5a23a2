import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { nextPage, present } from '@/features/manage/kit/found';
import {
  Rejudging,
  RejudgingCount,
  RejudgingPreview,
  Rejudgings,
  type RejudgingPreviewQuery,
  type RejudgingPreviewQueryVariables,
  type RejudgingQuery,
} from '@/features/manage/rejudging/rejudging.gen';
import { choiceInput } from '@/features/manage/submissions/api';
import type { Choice } from '@/features/manage/submissions/choice';
import { nodeId } from '@/lib/graphql/node-id';
import { request } from '@/lib/graphql/request';

export type Detail = NonNullable<RejudgingQuery['rejudging']>;
export type Preview = NonNullable<RejudgingPreviewQuery['rejudgingPreview']>;
export type Cell = Preview['matrix'][number];
export type Part = NonNullable<RejudgingPreviewQueryVariables['part']>;

export const rejudgingsQuery = infiniteQueryOptions({
  queryKey: ['manage', 'rejudgings'],
  queryFn: async ({ pageParam, signal }) =>
    (await request(Rejudgings, { after: pageParam ?? null }, { signal })).rejudgings,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: nextPage,
  refetchInterval: 10_000,
});

export const countQuery = (choice: Choice, repeatCount: number) =>
  queryOptions({
    queryKey: ['manage', 'rejudging-count', choice, repeatCount],
    queryFn: async ({ signal }) => {
      const variables = { choice: choiceInput(choice), repeatCount };
      return (await request(RejudgingCount, variables, { signal })).rejudgingCount;
    },
    retry: false,
  });

export const rejudgingQuery = (number: number) =>
  queryOptions({
    queryKey: ['manage', 'rejudging', number],
    queryFn: async ({ signal }) => {
      const { rejudging } = await request(
        Rejudging,
        { id: nodeId('Rejudging', number) },
        { signal },
      );
      return present(rejudging);
    },
    // The socket tells sooner; this is for when it is away.
    refetchInterval: ({ state }) => (isJudged(state.data?.state) ? false : 5_000),
  });

export const previewQuery = (number: number, part: Part | null, state: string) =>
  queryOptions({
    queryKey: ['manage', 'rejudging', number, 'preview', part, state],
    queryFn: async ({ signal }) => {
      const variables = { id: nodeId('Rejudging', number), part };
      const { rejudgingPreview } = await request(RejudgingPreview, variables, { signal });
      return present(rejudgingPreview);
    },
  });

/** Whether nothing of it is judged any more. */
export function isJudged(state: string | undefined): boolean {
  return state === 'READY' || state === 'APPLIED' || state === 'CANCELLED';
}
