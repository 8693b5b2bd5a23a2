import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';
import { idParams } from '@/app/routes/search';

const MESSAGES = ['submissions', 'manage-submissions', 'manage-plagiarism'] as const;

const checks = createRoute({
  getParentRoute: () => manage,
  path: '/plagiarism',
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/plagiarism/checks-page'),
    'PlagiarismChecksPage',
  ),
});

const check = createRoute({
  getParentRoute: () => manage,
  path: '/plagiarism/$id',
  params: idParams,
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/plagiarism/check-page'),
    'PlagiarismCheckPage',
  ),
});

const pair = createRoute({
  getParentRoute: () => manage,
  path: '/plagiarism/pairs/$id',
  params: idParams,
  component: lightPage(
    MESSAGES,
    () => import('@/app/pages/manage/plagiarism/pair-page'),
    'PlagiarismPairPage',
  ),
});

export const managePlagiarismRoutes = [checks, check, pair] as const;
