import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { Verdict } from '@/lib/verdicts';

export interface SubmissionFilter {
  /** The slug of a contest or an assignment: one's own and one's team's in it. */
  problem_set?: string | undefined;
  problem?: string | undefined;
  verdict?: Verdict | undefined;
  language?: string | undefined;
  limit?: number | undefined;
}

export const SUBMISSION_LISTS = ['submissions', 'list'] as const;

/** One's own submissions, newest first. */
export function submissionsQuery(filter: SubmissionFilter = {}) {
  return infiniteQueryOptions({
    queryKey: [...SUBMISSION_LISTS, filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/submissions', {
          params: { query: { ...filter, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
