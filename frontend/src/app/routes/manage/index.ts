import { managedCourseRoutes } from '@/app/routes/manage/courses';
import { manageHomeRoutes } from '@/app/routes/manage/home';
import { managedSetRoutes } from '@/app/routes/manage/sets';
import { manage } from '@/app/routes/manage/root';

/** An area has its routes in a file of its own here, and its entry in pages/manage/areas.ts. */
export const manageRoutes = [
  manage.addChildren([...manageHomeRoutes, ...managedCourseRoutes, ...managedSetRoutes]),
] as const;
