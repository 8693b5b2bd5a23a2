import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';
import { oneOf, text, type Search } from '@/app/routes/search';
import { SCOPES, type Scope } from '@/features/manage/statistics/scope';

const statistics = createRoute({
  getParentRoute: () => manage,
  path: '/statistics',
  validateSearch: (search: Search): { of?: Scope | undefined; slug?: string | undefined } => ({
    of: oneOf(search.of, SCOPES),
    slug: text(search.slug),
  }),
  component: lightPage(
    ['submissions', 'manage-submissions', 'manage-statistics'],
    () => import('@/app/pages/manage/statistics/statistics-page'),
    'StatisticsPage',
  ),
});

export const manageStatisticsRoutes = [statistics] as const;
