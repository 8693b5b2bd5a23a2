import { linkOptions } from '@tanstack/react-router';

/** What the navigation of /manage leads to, in this order. */
export const manageAreas = [
  { ...linkOptions({ to: '/manage' }), label: 'manage.home', isExact: true },
  { ...linkOptions({ to: '/manage/courses' }), label: 'manage.courseArea', isExact: false },
  { ...linkOptions({ to: '/manage/assignments' }), label: 'manage.assignmentArea', isExact: false },
  { ...linkOptions({ to: '/manage/contests' }), label: 'manage.contestArea', isExact: false },
  { ...linkOptions({ to: '/manage/problems' }), label: 'manage.problemArea', isExact: false },
  { ...linkOptions({ to: '/manage/grades' }), label: 'manage.gradeArea', isExact: false },
  { ...linkOptions({ to: '/manage/submissions' }), label: 'manage.submissions', isExact: false },
  { ...linkOptions({ to: '/manage/rejudgings' }), label: 'manage.rejudgingsArea', isExact: false },
  { ...linkOptions({ to: '/manage/plagiarism' }), label: 'manage.plagiarism', isExact: false },
  { ...linkOptions({ to: '/manage/statistics' }), label: 'manage.statistics', isExact: false },
  { ...linkOptions({ to: '/manage/work' }), label: 'manage.work', isExact: false },
  { ...linkOptions({ to: '/manage/faults' }), label: 'manage.faults', isExact: false },
  { ...linkOptions({ to: '/manage/audit' }), label: 'manage.audit', isExact: false },
] as const;
