import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** What staff said about lines of a submission, as far as it is released. */
export function commentsQuery(id: number) {
  return queryOptions({
    queryKey: ['submissions', 'comments', id] as const,
    queryFn: async ({ signal }) => {
      const options = { params: { path: { submission_id: id } }, signal };
      return (await unwrap(api.GET('/api/v1/submissions/{submission_id}/comments', options))).items;
    },
  });
}
