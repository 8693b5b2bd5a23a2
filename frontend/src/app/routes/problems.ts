import { createRoute } from '@tanstack/react-router';

import { readProblemSearch } from '@/app/pages/problems/problem-search';
import { lightPage, page } from '@/app/routes/page';
import { personal, root } from '@/app/routes/root';
import { idParams, oneOf, text, readSolveSearch, whole, type Search } from '@/app/routes/search';
import { VERDICTS, type Verdict } from '@/lib/verdicts';

const problems = createRoute({
  getParentRoute: () => root,
  path: '/problems',
  validateSearch: readProblemSearch,
  component: lightPage(
    ['problems'],
    () => import('@/app/pages/problems/problems-page'),
    'ProblemsPage',
  ),
});

const solve = createRoute({
  getParentRoute: () => root,
  path: '/problems/$slug',
  validateSearch: readSolveSearch,
  component: page(
    ['problems', 'solve', 'submissions'],
    () => import('@/app/pages/solve/solve-page'),
    'SolvePage',
  ),
});

const submissions = createRoute({
  getParentRoute: () => personal,
  path: '/submissions',
  validateSearch: (
    search: Search,
  ): {
    problem?: string | undefined;
    verdict?: Verdict | undefined;
    language?: string | undefined;
  } => ({
    problem: text(search.problem),
    verdict: oneOf(search.verdict, VERDICTS),
    language: text(search.language),
  }),
  component: page(
    ['problems', 'submissions'],
    () => import('@/app/pages/submissions-page'),
    'SubmissionsPage',
  ),
});

const submission = createRoute({
  getParentRoute: () => personal,
  path: '/submissions/$id',
  params: idParams,
  validateSearch: (search: Search): { compare?: number | undefined } => ({
    compare: whole(search.compare),
  }),
  component: page(
    ['problems', 'solve', 'submissions'],
    () => import('@/app/pages/submission-page'),
    'SubmissionPage',
  ),
});

export const problemRoutes = [problems, solve] as const;
export const submissionRoutes = [submissions, submission] as const;
