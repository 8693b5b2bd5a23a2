import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';

const problems = createRoute({
  getParentRoute: () => manage,
  path: '/problems',
  component: lightPage(
    ['manage-problems'],
    () => import('@/app/pages/manage/problems/problems-page'),
    'ManagedProblemsPage',
  ),
});

const problem = createRoute({
  getParentRoute: () => manage,
  path: '/problems/$slug/$part',
  component: lightPage(
    ['manage-problems'],
    () => import('@/app/pages/manage/problems/problem-page'),
    'ManagedProblemPage',
  ),
});

export const managedProblemRoutes = [problems, problem] as const;
