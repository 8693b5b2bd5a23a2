import { queryOptions } from '@tanstack/react-query';

import { ManageHome, type ManageHomeQuery } from '@/features/manage/home/home.gen';
import { request } from '@/lib/graphql/request';

/** One's courses, and the first of each kind of thing that waits for staff. */
export type Waiting = ManageHomeQuery;

export const manageHomeQuery = queryOptions({
  queryKey: ['manage', 'home'],
  queryFn: ({ signal }) => request(ManageHome, {}, { signal }),
  refetchInterval: 60_000,
});
