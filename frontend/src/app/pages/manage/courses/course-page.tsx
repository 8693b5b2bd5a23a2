import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { tabLink, TabNav } from '@/components/tab-nav/tab-nav';
import { Tag } from '@/components/tag/tag';
import { managedCourseQuery, type Course } from '@/features/manage/courses/api';
import { CourseSettings } from '@/features/manage/courses/course-settings';
import { JoiningPanel } from '@/features/manage/courses/joining-panel';
import { MembersPanel } from '@/features/manage/courses/members-panel';
import { NoticesPanel } from '@/features/manage/courses/notices-panel';
import { PlanPanel } from '@/features/manage/courses/plan-panel';
import { QuestionsPanel } from '@/features/manage/courses/questions-panel';

import classes from '@/features/manage/kit/kit.module.css';

const PARTS = {
  settings: CourseSettings,
  members: MembersPanel,
  joining: JoiningPanel,
  plan: PlanPanel,
  notices: NoticesPanel,
  questions: QuestionsPanel,
} as const;
const NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];

export function ManagedCoursePage() {
  const { t } = useTranslation();
  const { slug, part } = useParams({ from: '/personal/manage/courses/$slug/$part' });
  const query = useQuery(managedCourseQuery(slug));
  const name = NAMES.find((known) => known === part);
  if (name === undefined) return <NotFoundPage />;
  const Part: (props: { course: Course }) => ReactNode = PARTS[name];
  return (
    <Page
      title={query.data?.title ?? t('managedCourses.heading')}
      aside={
        <>
          {query.data?.archivedAt != null && <Tag>{t('managedCourses.archived')}</Tag>}
          {query.error === null && (
            <Link to="/courses/$slug" params={{ slug }}>
              {t('managedCourses.asStudents')}
            </Link>
          )}
        </>
      }
      crumbs={[
        <Link key="courses" to="/manage/courses">
          {t('managedCourses.heading')}
        </Link>,
      ]}
    >
      {query.error === null && (
        <TabNav label={t('managedCourses.parts')}>
          {NAMES.map((one) => (
            <Link
              key={one}
              to="/manage/courses/$slug/$part"
              params={{ slug, part: one }}
              className={tabLink}
            >
              {t(`managedCourses.part.${one}`)}
            </Link>
          ))}
        </TabNav>
      )}
      <div className={classes.body}>
        <QueryView query={query}>{(course) => <Part key={slug} course={course} />}</QueryView>
      </div>
    </Page>
  );
}
