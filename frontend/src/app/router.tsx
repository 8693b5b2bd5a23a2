import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';

import { CrashPage } from '@/app/pages/fallback-pages';
import { ownAccountRoutes, visitorAccountRoutes } from '@/app/routes/accounts';
import { assignmentRoutes } from '@/app/routes/assignments';
import { contestRoutes } from '@/app/routes/contests';
import { courseRoutes } from '@/app/routes/courses';
import { homeRoutes } from '@/app/routes/home';
import { manageRoutes } from '@/app/routes/manage';
import { problemRoutes, submissionRoutes } from '@/app/routes/problems';
import { leaderboardRoutes, ownStatisticsRoutes } from '@/app/routes/statistics';
import { personal, root } from '@/app/routes/root';

const routeTree = root.addChildren([
  personal.addChildren([
    ...homeRoutes,
    ...assignmentRoutes,
    ...submissionRoutes,
    ...ownAccountRoutes,
    ...ownStatisticsRoutes,
    ...courseRoutes,
    ...manageRoutes,
  ]),
  ...contestRoutes,
  ...problemRoutes,
  ...leaderboardRoutes,
  ...visitorAccountRoutes,
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultErrorComponent: CrashPage,
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
