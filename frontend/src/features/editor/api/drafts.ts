import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type ServerDraft = components['schemas']['DraftOut'];

/** Which draft it is: a set's is another than that of practice. */
export interface DraftPlace {
  slug: string;
  language: string;
  set: string | null;
}

/** As the server keeps it; null: it keeps none. Asks the list first, for a 404 is no answer. */
export function serverDraftQuery({ slug, language, set }: DraftPlace) {
  return queryOptions({
    queryKey: ['drafts', slug, set, language],
    queryFn: async ({ signal }): Promise<ServerDraft | null> => {
      const list = await unwrap(
        api.GET('/api/v1/drafts', { params: { query: { problem: slug, limit: 100 } }, signal }),
      );
      const isKept = list.items.some((one) => one.language === language && one.problem_set === set);
      if (!isKept) return null;
      return unwrap(
        api.GET('/api/v1/problems/{slug}/drafts/{language}', {
          params: { path: { slug, language }, query: { problem_set: set ?? '' } },
          signal,
        }),
      );
    },
    // Another device may have changed it since this page was left.
    staleTime: 0,
    gcTime: 0,
  });
}
