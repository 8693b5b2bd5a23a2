import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { nextPage, present } from '@/features/manage/kit/found';
import {
  PlagiarismCheck,
  PlagiarismChecks,
  PlagiarismPair,
  type PlagiarismCheckQuery,
  type PlagiarismPairQuery,
} from '@/features/manage/plagiarism/plagiarism.gen';
import { nodeId } from '@/lib/graphql/node-id';
import { request } from '@/lib/graphql/request';

export type Check = NonNullable<PlagiarismCheckQuery['plagiarismCheck']>;
export type Pair = NonNullable<PlagiarismPairQuery['plagiarismPair']>;
export type Region = Pair['leftRegions'][number];

export const checksQuery = infiniteQueryOptions({
  queryKey: ['manage', 'plagiarism'],
  queryFn: async ({ pageParam, signal }) =>
    (await request(PlagiarismChecks, { after: pageParam ?? null }, { signal })).plagiarismChecks,
  initialPageParam: undefined as string | undefined,
  getNextPageParam: nextPage,
});

export const checkQuery = (number: number) =>
  queryOptions({
    queryKey: ['manage', 'plagiarism', number],
    queryFn: async ({ signal }) =>
      present(
        (await request(PlagiarismCheck, { id: nodeId('PlagiarismCheck', number) }, { signal }))
          .plagiarismCheck,
      ),
    refetchInterval: ({ state }) => (isCompared(state.data?.state) ? false : 1_500),
  });

export const pairQuery = (number: number) =>
  queryOptions({
    queryKey: ['manage', 'plagiarism-pair', number],
    queryFn: async ({ signal }) =>
      present(
        (await request(PlagiarismPair, { id: nodeId('PlagiarismPair', number) }, { signal }))
          .plagiarismPair,
      ),
  });

export function isCompared(state: string | undefined): boolean {
  return state === 'done' || state === 'failed';
}

/** Whether a line is in a region; the end's column is not in it any more. */
export function isIn(regions: readonly Region[], line: number): boolean {
  return regions.some(
    ({ startLine, endLine, endColumn }) =>
      line >= startLine && (line < endLine || (line === endLine && endColumn > 1)),
  );
}
