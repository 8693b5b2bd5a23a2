import type assignments from '@/lib/i18n/locales/en/assignments.json';
import type auth from '@/lib/i18n/locales/en/auth.json';
import type contests from '@/lib/i18n/locales/en/contests.json';
import type core from '@/lib/i18n/locales/en/core.json';
import type courses from '@/lib/i18n/locales/en/courses.json';
import type home from '@/lib/i18n/locales/en/home.json';
import type notifications from '@/lib/i18n/locales/en/notifications.json';
import type problems from '@/lib/i18n/locales/en/problems.json';
import type solve from '@/lib/i18n/locales/en/solve.json';
import type standings from '@/lib/i18n/locales/en/standings.json';
import type submissions from '@/lib/i18n/locales/en/submissions.json';

/**
 * One file of texts per feature and language, `locales/<language>/<name>.json`, each with its own
 * keys at the top (`{"problems": {"heading": …}}`, used as `t('problems.heading')`).
 *
 * A new file needs a line here. The route of a page names the files that it shows; `core` is
 * always there.
 */
export interface MessageFiles {
  assignments: typeof assignments;
  auth: typeof auth;
  contests: typeof contests;
  core: typeof core;
  courses: typeof courses;
  home: typeof home;
  notifications: typeof notifications;
  problems: typeof problems;
  solve: typeof solve;
  standings: typeof standings;
  submissions: typeof submissions;
}

export type MessageFile = keyof MessageFiles;

type Both<Files> = (Files extends unknown ? (file: Files) => void : never) extends (
  file: infer All,
) => void
  ? All
  : never;

/** The texts of all files together. */
export type Messages = Both<MessageFiles[MessageFile]>;
