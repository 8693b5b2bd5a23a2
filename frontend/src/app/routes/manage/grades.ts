import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';
import { text, type Search } from '@/app/routes/search';

const grades = createRoute({
  getParentRoute: () => manage,
  path: '/grades',
  validateSearch: (
    search: Search,
  ): { course?: string | undefined; section?: string | undefined; find?: string | undefined } => ({
    course: text(search.course),
    section: text(search.section),
    find: text(search.find),
  }),
  component: lightPage(
    ['manage-grades'],
    () => import('@/app/pages/manage/grades/grades-page'),
    'ManagedGradesPage',
  ),
});

export const managedGradeRoutes = [grades] as const;
