import { createRoute } from '@tanstack/react-router';

import { page } from '@/app/routes/page';
import { personal } from '@/app/routes/root';

/** What all pages for staff stand in. */
export const manage = createRoute({
  getParentRoute: () => personal,
  path: '/manage',
  component: page(['manage'], () => import('@/app/pages/manage/manage-shell'), 'ManageShell'),
});
