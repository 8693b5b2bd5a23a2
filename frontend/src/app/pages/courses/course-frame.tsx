import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { TabCount, tabLink, TabNav } from '@/components/tab-nav/tab-nav';
import { Tag } from '@/components/tag/tag';
import { courseQuery, type Course } from '@/features/courses/api/get-course';
import { askToJoin, withdrawRequest } from '@/features/courses/api/membership';
import { semesterName } from '@/features/courses/semester';
import { errorMessage } from '@/lib/error-message';

import classes from './courses.module.css';

/** What all pages of a course stand in: its name, and the way to its parts. */
export function CourseFrame(): ReactNode {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/personal/courses/$slug' });
  const query = useQuery(courseQuery(slug));
  const course = query.data;
  return (
    <Page
      title={course?.title ?? t('courses.heading')}
      crumbs={[
        <Link key="courses" to="/courses">
          {t('courses.heading')}
        </Link>,
      ]}
    >
      <QueryView query={query}>
        {(data) => (
          <>
            <Facts course={data} />
            {data.role === null ? <Outsider course={data} /> : <Inside course={data} />}
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Facts({ course }: { course: Course }) {
  const { t } = useTranslation();
  return (
    <p className={classes.facts}>
      {semesterName(t, course.semester)}
      {course.staff.length > 0 && <span>{course.staff.map(({ name }) => name).join(', ')}</span>}
      {course.is_archived && <Tag>{t('courses.archived')}</Tag>}
    </p>
  );
}

function Inside({ course }: { course: Course }) {
  const { t } = useTranslation();
  const { slug, unread_notice_count: unread } = course;
  const params = { slug };
  return (
    <>
      <TabNav label={t('courses.parts')}>
        <Link
          to="/courses/$slug"
          params={params}
          activeOptions={{ exact: true }}
          className={tabLink}
        >
          {t('courses.overview')}
        </Link>
        <Link to="/courses/$slug/assignments" params={params} className={tabLink}>
          {t('nav.assignments')}
        </Link>
        <Link to="/courses/$slug/notices" params={params} className={tabLink}>
          {t('courses.notices')}{' '}
          <TabCount count={unread} label={t('courses.unreadNotices', { count: unread })} />
        </Link>
        <Link to="/courses/$slug/questions" params={params} className={tabLink}>
          {t('courses.questions')}
        </Link>
        <Link to="/courses/$slug/grades" params={params} className={tabLink}>
          {t('courses.grades')}
        </Link>
      </TabNav>
      <div className={classes.body}>
        <Outlet />
      </div>
    </>
  );
}

/** Somebody who is not in the course: what it is, and how to get in. */
function Outsider({ course }: { course: Course }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { slug } = course;
  const refetch = () => client.invalidateQueries({ queryKey: ['courses'] });
  const ask = useMutation({ mutationFn: () => askToJoin(slug, ''), onSuccess: refetch });
  const withdraw = useMutation({ mutationFn: () => withdrawRequest(slug), onSuccess: refetch });
  const error = ask.error ?? withdraw.error;
  const isPending = course.request?.state === 'pending';
  const action = isPending ? (
    <Button
      size="sm"
      variant="default"
      loading={withdraw.isPending}
      onClick={() => withdraw.mutate()}
    >
      {t('courses.withdraw')}
    </Button>
  ) : course.accepts_requests ? (
    <Button size="sm" loading={ask.isPending} onClick={() => ask.mutate()}>
      {t('courses.ask')}
    </Button>
  ) : undefined;
  return (
    <>
      {course.summary !== '' && <p className={classes.lead}>{course.summary}</p>}
      <Note
        title={isPending ? t('courses.askedTitle') : t('courses.outsideTitle')}
        text={
          isPending
            ? t('courses.askedText')
            : course.accepts_requests
              ? t('courses.askText')
              : t('courses.outsideText')
        }
        action={action}
      />
      {error !== null && (
        <p role="alert" className={classes.wrong}>
          {errorMessage(t, error)}
        </p>
      )}
    </>
  );
}
