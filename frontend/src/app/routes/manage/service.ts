import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';
import { text, type Search } from '@/app/routes/search';
import type { AuditFilter } from '@/features/manage/audit/api';

const faults = createRoute({
  getParentRoute: () => manage,
  path: '/faults',
  component: lightPage(
    ['manage-service'],
    () => import('@/app/pages/manage/faults/faults-page'),
    'FaultsPage',
  ),
});

const work = createRoute({
  getParentRoute: () => manage,
  path: '/work',
  component: lightPage(
    ['manage-service', 'manage-problems'],
    () => import('@/app/pages/manage/work/work-page'),
    'WorkPage',
  ),
});

const audit = createRoute({
  getParentRoute: () => manage,
  path: '/audit',
  validateSearch: (search: Search): AuditFilter => ({
    course: text(search.course),
    by: text(search.by),
    action: text(search.action),
  }),
  component: lightPage(
    ['manage-service'],
    () => import('@/app/pages/manage/audit/audit-page'),
    'AuditPage',
  ),
});

export const manageServiceRoutes = [faults, work, audit] as const;
