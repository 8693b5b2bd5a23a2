import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { choiceOf } from '@/app/routes/manage/submissions';
import { lightPage } from '@/app/routes/page';
import { idParams, type Search } from '@/app/routes/search';
import type { Choice } from '@/features/manage/submissions/choice';

const MESSAGES = ['submissions', 'manage-submissions', 'manage-rejudging'] as const;

const rejudgings = createRoute({
  getParentRoute: () => manage,
  path: '/rejudgings',
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/rejudging/rejudgings-page'),
    'RejudgingsPage',
  ),
});

const newRejudging = createRoute({
  getParentRoute: () => manage,
  path: '/rejudgings/new',
  validateSearch: (search: Search): Choice => choiceOf(search),
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/rejudging/new-rejudging-page'),
    'NewRejudgingPage',
  ),
});

const rejudging = createRoute({
  getParentRoute: () => manage,
  path: '/rejudgings/$id',
  params: idParams,
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/rejudging/rejudging-page'),
    'RejudgingPage',
  ),
});

export const manageRejudgingRoutes = [rejudgings, newRejudging, rejudging] as const;
