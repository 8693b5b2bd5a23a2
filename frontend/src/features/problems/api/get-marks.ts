import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export const PROBLEM_MARKS = ['problems', 'marks'] as const;

/** Where the signed-in person stands with one problem; null: it isn't open to them. */
export function marksQuery(slug: string) {
  return queryOptions({
    queryKey: [...PROBLEM_MARKS, slug] as const,
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        api.GET('/api/v1/me/problem-marks', { params: { query: { slug: [slug] } }, signal }),
      );
      return items[0] ?? null;
    },
  });
}
