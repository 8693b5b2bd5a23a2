import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** A word of the site or of a course to its readers. */
export interface NoticeRef {
  id: number;
  title: string;
  isPinned: boolean;
  publishedAt: string;
  isRead: boolean;
  /** null: of the site. */
  course: { slug: string; title: string } | null;
}

const OF_EACH = 3;

/** The latest of the site and of some courses, newest first. */
export function latestNoticesQuery(courses: readonly { slug: string; title: string }[]) {
  return queryOptions({
    queryKey: ['notices', 'latest', courses.map(({ slug }) => slug)] as const,
    queryFn: async ({ signal }) => {
      const query = { limit: OF_EACH };
      const ofCourses = courses.map(async (course) => {
        const { items } = await unwrap(
          api.GET('/api/v1/courses/{slug}/notices', {
            params: { path: { slug: course.slug }, query },
            signal,
          }),
        );
        return items.map((one): NoticeRef => ({
          id: one.id,
          title: one.title,
          isPinned: one.is_pinned,
          publishedAt: one.published_at,
          isRead: one.is_read,
          course,
        }));
      });
      const [site, unread, ...rest] = await Promise.all([
        unwrap(api.GET('/api/v1/notices', { params: { query }, signal })),
        unwrap(api.GET('/api/v1/notices/unread', { signal })),
        ...ofCourses,
      ]);
      const own = site.items.map((one): NoticeRef => ({
        id: one.id,
        title: one.title,
        isPinned: one.is_pinned,
        publishedAt: one.published_at,
        isRead: !unread.ids.includes(one.id),
        course: null,
      }));
      return [...own, ...rest.flat()].sort((one, other) =>
        other.publishedAt.localeCompare(one.publishedAt),
      );
    },
    staleTime: 60_000,
  });
}
