import type assignments from '@/lib/i18n/locales/en/assignments.json';
import type auth from '@/lib/i18n/locales/en/auth.json';
import type contests from '@/lib/i18n/locales/en/contests.json';
import type core from '@/lib/i18n/locales/en/core.json';
import type courses from '@/lib/i18n/locales/en/courses.json';
import type home from '@/lib/i18n/locales/en/home.json';
import type manage from '@/lib/i18n/locales/en/manage.json';
import type managedCourses from '@/lib/i18n/locales/en/manage-courses.json';
import type managedSets from '@/lib/i18n/locales/en/manage-sets.json';
import type managedProblems from '@/lib/i18n/locales/en/manage-problems.json';
import type managedGrades from '@/lib/i18n/locales/en/manage-grades.json';
import type managePlagiarism from '@/lib/i18n/locales/en/manage-plagiarism.json';
import type manageRejudging from '@/lib/i18n/locales/en/manage-rejudging.json';
import type manageService from '@/lib/i18n/locales/en/manage-service.json';
import type manageStatistics from '@/lib/i18n/locales/en/manage-statistics.json';
import type manageSubmissions from '@/lib/i18n/locales/en/manage-submissions.json';
import type notifications from '@/lib/i18n/locales/en/notifications.json';
import type problems from '@/lib/i18n/locales/en/problems.json';
import type settings from '@/lib/i18n/locales/en/settings.json';
import type solve from '@/lib/i18n/locales/en/solve.json';
import type standings from '@/lib/i18n/locales/en/standings.json';
import type statistics from '@/lib/i18n/locales/en/statistics.json';
import type submissions from '@/lib/i18n/locales/en/submissions.json';

/**
 * One file of texts per feature and language, `locales/<language>/<name>.json`, each with its own
 * keys at the top (`{"problems": {"heading": …}}`, used as `t('problems.heading')`).
 *
 * A new file needs its lines here. The route of a page names the files that it shows; `core` is
 * always there.
 */
export interface MessageFiles {
  assignments: typeof assignments;
  auth: typeof auth;
  contests: typeof contests;
  core: typeof core;
  courses: typeof courses;
  home: typeof home;
  manage: typeof manage;
  'manage-courses': typeof managedCourses;
  'manage-sets': typeof managedSets;
  'manage-problems': typeof managedProblems;
  'manage-grades': typeof managedGrades;
  'manage-plagiarism': typeof managePlagiarism;
  'manage-rejudging': typeof manageRejudging;
  'manage-service': typeof manageService;
  'manage-statistics': typeof manageStatistics;
  'manage-submissions': typeof manageSubmissions;
  notifications: typeof notifications;
  problems: typeof problems;
  settings: typeof settings;
  solve: typeof solve;
  standings: typeof standings;
  statistics: typeof statistics;
  submissions: typeof submissions;
}

export type MessageFile = keyof MessageFiles;

type Assignments = typeof assignments;
type Auth = typeof auth;
type Contests = typeof contests;
type Core = typeof core;
type Courses = typeof courses;
type Home = typeof home;
type Manage = typeof manage;
type ManagedCourses = typeof managedCourses;
type ManagedSets = typeof managedSets;
type ManagedProblems = typeof managedProblems;
type ManagedGrades = typeof managedGrades;
type ManagePlagiarism = typeof managePlagiarism;
type ManageRejudging = typeof manageRejudging;
type ManageService = typeof manageService;
type ManageStatistics = typeof manageStatistics;
type ManageSubmissions = typeof manageSubmissions;
type Notifications = typeof notifications;
type Problems = typeof problems;
type Settings = typeof settings;
type Solve = typeof solve;
type Standings = typeof standings;
type Statistics = typeof statistics;
type Submissions = typeof submissions;

/** The texts of all files together; an interface, for the compiler follows a long intersection no more. */
export interface Messages
  extends
    Assignments,
    Auth,
    Contests,
    Core,
    Courses,
    Home,
    Manage,
    ManagedCourses,
    ManagedSets,
    ManagedProblems,
    ManagedGrades,
    ManagePlagiarism,
    ManageRejudging,
    ManageService,
    ManageStatistics,
    ManageSubmissions,
    Notifications,
    Problems,
    Settings,
    Solve,
    Standings,
    Statistics,
    Submissions {}
