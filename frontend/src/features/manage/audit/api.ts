import { infiniteQueryOptions } from '@tanstack/react-query';

import { AuditEntries, type AuditEntriesQuery } from '@/features/manage/audit/audit.gen';
import { nextPage } from '@/features/manage/kit/found';
import { request } from '@/lib/graphql/request';

export type AuditEntry = AuditEntriesQuery['auditEntries']['edges'][number]['node'];

export interface AuditFilter {
  course?: string | undefined;
  by?: string | undefined;
  action?: string | undefined;
}

export const auditQuery = ({ course, by, action }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['manage', 'audit', course, by, action],
    queryFn: async ({ pageParam, signal }) => {
      const filters = {
        ...(course === undefined ? {} : { courseSlug: course }),
        ...(by === undefined ? {} : { actorName: by }),
        ...(action === undefined ? {} : { action: { exact: action } }),
      };
      return (await request(AuditEntries, { filters, after: pageParam }, { signal })).auditEntries;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextPage,
  });
