import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { Hint } from '@/lib/api/types';

/** A problem's hints in their order; the text of one that isn't revealed is null. */
export function hintsQuery(slug: string) {
  return queryOptions({
    queryKey: ['problems', 'hints', slug] as const,
    queryFn: async ({ signal }) => {
      const options = { params: { path: { slug } }, signal };
      return (await unwrap(api.GET('/api/v1/problems/{slug}/hints', options))).items;
    },
  });
}

/** Refused where an earlier one is still hidden. */
export function revealHint({ slug, ordinal }: { slug: string; ordinal: number }): Promise<Hint> {
  return unwrap(
    api.POST('/api/v1/problems/{slug}/hints/{ordinal}/reveal', {
      params: { path: { slug, ordinal } },
    }),
  );
}
