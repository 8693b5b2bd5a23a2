import { infiniteQueryOptions } from '@tanstack/react-query';

import { JudgingFaults, type JudgingFaultsQuery } from '@/features/manage/faults/faults.gen';
import { nextPage } from '@/features/manage/kit/found';
import { request } from '@/lib/graphql/request';

export type Fault = JudgingFaultsQuery['judgingFaults']['edges'][number]['node'];

const WATCH_MS = 15_000;

export const faultsQuery = (isOpen: boolean) =>
  infiniteQueryOptions({
    queryKey: ['manage', 'faults', isOpen],
    queryFn: async ({ pageParam, signal }) =>
      (await request(JudgingFaults, { isOpen, after: pageParam }, { signal })).judgingFaults,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
    refetchInterval: WATCH_MS,
  });
