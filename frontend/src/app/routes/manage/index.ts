import { managedCourseRoutes } from '@/app/routes/manage/courses';
import { manageHomeRoutes } from '@/app/routes/manage/home';
import { managedSetRoutes } from '@/app/routes/manage/sets';
import { managedProblemRoutes } from '@/app/routes/manage/problems';
import { managedGradeRoutes } from '@/app/routes/manage/grades';
import { manage } from '@/app/routes/manage/root';

/** An area has its routes in a file of its own here, and its entry in pages/manage/areas.ts. */
export const manageRoutes = [
  manage.addChildren([
    ...manageHomeRoutes,
    ...managedCourseRoutes,
    ...managedSetRoutes,
    ...managedProblemRoutes,
    ...managedGradeRoutes,
  ]),
] as const;
