import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';

const lists = () => import('@/app/pages/manage/sets/sets-page');

const assignments = createRoute({
  getParentRoute: () => manage,
  path: '/assignments',
  component: lightPage(['manage-sets'], lists, 'ManagedAssignmentsPage'),
});

const contests = createRoute({
  getParentRoute: () => manage,
  path: '/contests',
  component: lightPage(['manage-sets'], lists, 'ManagedContestsPage'),
});

const set = createRoute({
  getParentRoute: () => manage,
  path: '/sets/$slug/$part',
  component: lightPage(
    ['manage-sets'],
    () => import('@/app/pages/manage/sets/set-page'),
    'ManagedSetPage',
  ),
});

export const managedSetRoutes = [assignments, contests, set] as const;
