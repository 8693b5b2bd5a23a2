import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/app/session';
import { Button } from '@/components/button/button';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { managedCoursesQuery } from '@/features/manage/courses/api';
import { CreateCourse, DuplicateCourse } from '@/features/manage/courses/courses.gen';
import { NewCourseForm } from '@/features/manage/courses/new-course-form';
import { Panel } from '@/features/manage/kit/form';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

export function ManagedCoursesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [isArchived, setArchived] = useState(false);
  const [copied, setCopied] = useState<{ id: string; title: string } | null>(null);
  const [isMaking, setMaking] = useState(false);
  const query = useInfiniteQuery(managedCoursesQuery(isArchived));
  const open = (slug: string) =>
    navigate({ to: '/manage/courses/$slug/$part', params: { slug, part: 'settings' } });
  return (
    <Page
      title={t('managedCourses.heading')}
      aside={
        me?.is_staff === true && (
          <Button size="sm" onClick={() => setMaking(true)}>
            {t('managedCourses.create')}
          </Button>
        )
      }
    >
      {isMaking && (
        <Panel title={t('managedCourses.create')}>
          <NewCourseForm
            submitLabel={t('managedCourses.create')}
            act={async (values) => (await request(CreateCourse, values)).createCourse.slug}
            onDone={open}
            onCancel={() => setMaking(false)}
          />
        </Panel>
      )}
      {copied !== null && (
        <Panel title={t('managedCourses.duplicateOf', { title: copied.title })}>
          <p className={classes.dim}>{t('managedCourses.duplicateText')}</p>
          <NewCourseForm
            submitLabel={t('managedCourses.duplicate')}
            title={copied.title}
            act={async (values) =>
              (await request(DuplicateCourse, { courseId: copied.id, ...values })).duplicateCourse
                .slug
            }
            onDone={open}
            onCancel={() => setCopied(null)}
          />
        </Panel>
      )}
      <div className={classes.tools}>
        <label>
          <input
            type="checkbox"
            checked={isArchived}
            onChange={(event) => setArchived(event.currentTarget.checked)}
          />{' '}
          {t('managedCourses.archivedOnes')}
        </label>
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const courses = pages.flatMap(({ edges }) => edges);
          if (courses.length === 0) {
            return (
              <Note
                title={t(isArchived ? 'managedCourses.noArchivedTitle' : 'manage.noCoursesTitle')}
                text={t(isArchived ? 'managedCourses.noArchivedText' : 'manage.noCoursesText')}
              />
            );
          }
          return (
            <>
              <DataTable
                label={t('managedCourses.heading')}
                head={
                  <>
                    <th>{t('managedCourses.title')}</th>
                    <th>{t('managedCourses.semester')}</th>
                    <th data-minor>{t('managedCourses.address')}</th>
                    <th>
                      <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                    </th>
                  </>
                }
              >
                {courses.map(({ node: { id, slug, title, year, term, isListed } }) => (
                  <tr key={id}>
                    <td data-wide>
                      <Link to="/manage/courses/$slug/$part" params={{ slug, part: 'settings' }}>
                        {title}
                      </Link>{' '}
                      {!isListed && <Tag>{t('managedCourses.unlisted')}</Tag>}
                    </td>
                    <td>
                      {year} {term !== '' && t(`manage.term.${term as 'spring'}`)}
                    </td>
                    <td data-minor className={classes.code}>
                      {slug}
                    </td>
                    <td>
                      <Button size="xs" variant="default" onClick={() => setCopied({ id, title })}>
                        {t('managedCourses.duplicate')}
                      </Button>
                    </td>
                  </tr>
                ))}
              </DataTable>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
