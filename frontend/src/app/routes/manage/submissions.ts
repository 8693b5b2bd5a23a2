import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';
import { idParams, oneOf, text, whole, type Search } from '@/app/routes/search';
import { SORTS, type Choice, type Sort } from '@/features/manage/submissions/choice';
import { VERDICTS } from '@/lib/verdicts';

const MESSAGES = ['submissions', 'solve', 'manage-submissions'] as const;

/** By what submissions are chosen, in the URL. */
export function choiceOf(search: Search): Choice {
  return {
    problem: text(search.problem),
    set: text(search.set),
    course: text(search.course),
    username: text(search.username),
    language: text(search.language),
    verdict: oneOf(search.verdict, VERDICTS),
    judgehost: text(search.judgehost),
    text: text(search.text),
  };
}

const submissions = createRoute({
  getParentRoute: () => manage,
  path: '/submissions',
  validateSearch: (search: Search): Choice & { sort?: Sort | undefined } => ({
    ...choiceOf(search),
    sort: oneOf(search.sort, SORTS),
  }),
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/submissions/submissions-page'),
    'ManageSubmissionsPage',
  ),
});

const diff = createRoute({
  getParentRoute: () => manage,
  path: '/submissions/diff',
  validateSearch: (search: Search): { left?: number | undefined; right?: number | undefined } => ({
    left: whole(search.left),
    right: whole(search.right),
  }),
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/submissions/diff-page'),
    'ManageDiffPage',
  ),
});

const submission = createRoute({
  getParentRoute: () => manage,
  path: '/submissions/$id',
  params: idParams,
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/submissions/submission-page'),
    'ManageSubmissionPage',
  ),
});

export const manageSubmissionRoutes = [submissions, diff, submission] as const;
