import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** About how many the judge takes before this submission; null: it is not in line. */
export function queueQuery(id: number) {
  return queryOptions({
    queryKey: ['submissions', 'queue', id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/submissions/{submission_id}/queue', {
          params: { path: { submission_id: id } },
          signal,
        }),
      ),
  });
}
