import { createRoute } from '@tanstack/react-router';

import { page } from '@/app/routes/page';
import { personal } from '@/app/routes/root';

const home = createRoute({
  getParentRoute: () => personal,
  path: '/',
  component: page(
    ['home', 'problems', 'submissions'],
    () => import('@/app/pages/home-page'),
    'HomePage',
  ),
});

export const homeRoutes = [home] as const;
