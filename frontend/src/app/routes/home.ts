import { createRoute } from '@tanstack/react-router';

import { lightPage } from '@/app/routes/page';
import { personal } from '@/app/routes/root';

const home = createRoute({
  getParentRoute: () => personal,
  path: '/',
  component: lightPage(
    ['assignments', 'contests', 'home', 'problems', 'submissions'],
    () => import('@/app/pages/home/home-page'),
    'HomePage',
  ),
});

export const homeRoutes = [home] as const;
