import { manage } from '@/app/routes/manage/root';
import { manageHomeRoutes } from '@/app/routes/manage/home';
import { managePlagiarismRoutes } from '@/app/routes/manage/plagiarism';
import { manageRejudgingRoutes } from '@/app/routes/manage/rejudging';
import { manageServiceRoutes } from '@/app/routes/manage/service';
import { manageStatisticsRoutes } from '@/app/routes/manage/statistics';
import { manageSubmissionRoutes } from '@/app/routes/manage/submissions';
import { managedCourseRoutes } from '@/app/routes/manage/courses';
import { managedGradeRoutes } from '@/app/routes/manage/grades';
import { managedProblemRoutes } from '@/app/routes/manage/problems';
import { managedSetRoutes } from '@/app/routes/manage/sets';

/** An area has its routes in a file of its own here, and its entry in pages/manage/areas.ts. */
export const manageRoutes = [
  manage.addChildren([
    ...manageHomeRoutes,
    ...managedCourseRoutes,
    ...managedSetRoutes,
    ...managedProblemRoutes,
    ...managedGradeRoutes,
    ...manageSubmissionRoutes,
    ...manageRejudgingRoutes,
    ...managePlagiarismRoutes,
    ...manageStatisticsRoutes,
    ...manageServiceRoutes,
  ]),
] as const;
