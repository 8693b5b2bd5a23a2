import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';

const home = createRoute({
  getParentRoute: () => manage,
  path: '/',
  component: lightPage(
    ['manage'],
    () => import('@/app/pages/manage/home/manage-home-page'),
    'ManageHomePage',
  ),
});

export const manageHomeRoutes = [home] as const;
