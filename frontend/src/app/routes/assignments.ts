import { createRoute } from '@tanstack/react-router';

import { lightPage, page } from '@/app/routes/page';
import { personal } from '@/app/routes/root';
import { oneOf, readSolveSearch, text, type Search } from '@/app/routes/search';

const assignments = createRoute({
  getParentRoute: () => personal,
  path: '/assignments',
  validateSearch: (
    search: Search,
  ): { tab?: 'closed' | undefined; course?: string | undefined } => ({
    tab: oneOf(search.tab, ['closed']),
    course: text(search.course),
  }),
  component: lightPage(
    ['assignments'],
    () => import('@/app/pages/assignments/assignments-page'),
    'AssignmentsPage',
  ),
});

const assignment = createRoute({
  getParentRoute: () => personal,
  path: '/assignments/$slug',
  component: lightPage(
    ['assignments', 'contests', 'problems'],
    () => import('@/app/pages/assignments/assignment-page'),
    'AssignmentPage',
  ),
});

const solve = createRoute({
  getParentRoute: () => personal,
  path: '/assignments/$slug/problems/$label',
  validateSearch: readSolveSearch,
  component: page(
    ['assignments', 'contests', 'problems', 'solve', 'submissions'],
    () => import('@/app/pages/assignments/assignment-solve-page'),
    'AssignmentSolvePage',
  ),
});

export const assignmentRoutes = [assignments, assignment, solve] as const;
