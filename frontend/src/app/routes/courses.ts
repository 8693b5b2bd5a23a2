import { createRoute, redirect } from '@tanstack/react-router';

import { lightPage, page } from '@/app/routes/page';
import { personal } from '@/app/routes/root';
import { idParams, oneOf, text, type Search } from '@/app/routes/search';

const courses = createRoute({
  getParentRoute: () => personal,
  path: '/courses',
  validateSearch: (
    search: Search,
  ): { scope?: 'listed' | undefined; search?: string | undefined } => ({
    scope: oneOf(search.scope, ['listed']),
    search: text(search.search),
  }),
  component: lightPage(
    ['courses'],
    () => import('@/app/pages/courses/courses-page'),
    'CoursesPage',
  ),
});

export const course = createRoute({
  getParentRoute: () => personal,
  path: '/courses/$slug',
  component: lightPage(
    ['courses'],
    () => import('@/app/pages/courses/course-frame'),
    'CourseFrame',
  ),
});

const overview = createRoute({
  getParentRoute: () => course,
  path: '/',
  component: lightPage(
    ['courses'],
    () => import('@/app/pages/courses/overview-page'),
    'CourseOverviewPage',
  ),
});

const assignments = createRoute({
  getParentRoute: () => course,
  path: '/assignments',
  component: lightPage(
    ['assignments', 'courses'],
    () => import('@/app/pages/courses/assignments-page'),
    'CourseAssignmentsPage',
  ),
});

const noticePages = () => import('@/app/pages/courses/notice-pages');

const notices = createRoute({
  getParentRoute: () => course,
  path: '/notices',
  component: lightPage(['courses'], noticePages, 'NoticesPage'),
});

const notice = createRoute({
  getParentRoute: () => course,
  path: '/notices/$id',
  params: idParams,
  component: lightPage(['courses'], noticePages, 'NoticePage'),
});

const questionPages = () => import('@/app/pages/courses/question-pages');

const questions = createRoute({
  getParentRoute: () => course,
  path: '/questions',
  validateSearch: (
    search: Search,
  ): {
    scope?: 'mine' | 'unread' | undefined;
    open?: true | undefined;
    search?: string | undefined;
  } => ({
    scope: oneOf(search.scope, ['mine', 'unread']),
    open: search.open === true ? true : undefined,
    search: text(search.search),
  }),
  component: lightPage(['courses'], questionPages, 'QuestionsPage'),
});

const ask = createRoute({
  getParentRoute: () => course,
  path: '/questions/new',
  component: page(['courses'], () => import('@/app/pages/courses/ask-page'), 'AskPage'),
});

const question = createRoute({
  getParentRoute: () => course,
  path: '/questions/$id',
  params: idParams,
  component: page(['courses'], () => import('@/app/pages/courses/question-page'), 'QuestionPage'),
});

const grades = createRoute({
  getParentRoute: () => course,
  path: '/grades',
  component: lightPage(['courses'], () => import('@/app/pages/courses/grades-page'), 'GradesPage'),
});

/** As e-mails name an assignment. */
const assignment = createRoute({
  getParentRoute: () => course,
  path: '/assignments/$assignment',
  beforeLoad: ({ params }): never => {
    throw redirect({ href: `/assignments/${params.assignment}` });
  },
});

export const courseRoutes = [
  courses,
  course.addChildren([
    overview,
    assignments,
    notices,
    notice,
    questions,
    ask,
    question,
    grades,
    assignment,
  ]),
] as const;
