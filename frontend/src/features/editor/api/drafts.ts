import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';
import { packed } from '@/lib/source-files';

/** Of several files the source is packed. */
export type ServerDraft = Omit<components['schemas']['DraftOut'], 'files'>;

export function withFiles(draft: components['schemas']['DraftOut']): ServerDraft {
  const { files, ...rest } = draft;
  return { ...rest, source: packed({ source: draft.source, files }) };
}

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
      const draft = await unwrap(
        api.GET('/api/v1/problems/{slug}/drafts/{language}', {
          params: { path: { slug, language }, query: { problem_set: set ?? '' } },
          signal,
        }),
      );
      return withFiles(draft);
    },
    // Another device may have changed it since this page was left.
    staleTime: 0,
    gcTime: 0,
  });
}
