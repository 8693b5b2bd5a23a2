import { createRoute } from '@tanstack/react-router';

import { manage } from '@/app/routes/manage/root';
import { lightPage } from '@/app/routes/page';

const courses = createRoute({
  getParentRoute: () => manage,
  path: '/courses',
  component: lightPage(
    ['manage-courses'],
    () => import('@/app/pages/manage/courses/courses-page'),
    'ManagedCoursesPage',
  ),
});

const course = createRoute({
  getParentRoute: () => manage,
  path: '/courses/$slug/$part',
  component: lightPage(
    ['manage-courses'],
    () => import('@/app/pages/manage/courses/course-page'),
    'ManagedCoursePage',
  ),
});

export const managedCourseRoutes = [courses, course] as const;
