import { createRoute } from '@tanstack/react-router';

import { lightPage } from '@/app/routes/page';
import { personal, root } from '@/app/routes/root';

const statistics = createRoute({
  getParentRoute: () => personal,
  path: '/statistics',
  component: lightPage(
    ['statistics'],
    () => import('@/app/pages/statistics/statistics-page'),
    'StatisticsPage',
  ),
});

const leaderboard = createRoute({
  getParentRoute: () => root,
  path: '/leaderboard',
  component: lightPage(
    ['statistics'],
    () => import('@/app/pages/statistics/leaderboard-page'),
    'LeaderboardPage',
  ),
});

export const ownStatisticsRoutes = [statistics] as const;
export const leaderboardRoutes = [leaderboard] as const;
