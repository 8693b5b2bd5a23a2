import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState, type SubmitEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page } from '@/components/page/page';
import { SearchField } from '@/components/search-field/search-field';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { tabLink, TabNav } from '@/components/tab-nav/tab-nav';
import { Tag } from '@/components/tag/tag';
import { coursesQuery, type CourseItem } from '@/features/courses/api/get-courses';
import { joinByCode } from '@/features/courses/api/membership';
import { semesterName } from '@/features/courses/semester';
import { errorMessage } from '@/lib/error-message';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from './courses.module.css';

const TYPING_PAUSE_MS = 200;

export function CoursesPage(): ReactNode {
  const { t } = useTranslation();
  const { scope = 'mine' } = useSearch({ from: '/personal/courses' });
  const [typed, setTyped] = useState('');
  const search = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const query = useInfiniteQuery({
    ...coursesQuery({ scope, search: search || undefined }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('courses.heading')} aside={<JoinForm />}>
      <TabNav label={t('courses.which')}>
        <Link
          to="/courses"
          search={{}}
          activeOptions={{ includeSearch: true, exact: true }}
          className={tabLink}
        >
          {t('courses.mine')}
        </Link>
        <Link to="/courses" search={{ scope: 'listed' }} className={tabLink}>
          {t('courses.listed')}
        </Link>
      </TabNav>
      {scope === 'listed' && (
        <div className={classes.tools}>
          <SearchField
            label={t('courses.search')}
            placeholder={t('courses.search')}
            clearLabel={t('courses.clear')}
            value={typed}
            onChange={setTyped}
          />
        </div>
      )}
      <QueryView query={query}>
        {({ pages }) => {
          const courses = pages.flatMap((page) => page.items);
          if (courses.length === 0) {
            return scope === 'mine' ? (
              <Note title={t('courses.noneTitle')} text={t('courses.noneText')} />
            ) : (
              <Note title={t('courses.noneFoundTitle')} text={t('courses.noneFoundText')} />
            );
          }
          return (
            <>
              <ul className={classes.cards}>
                {courses.map((course) => (
                  <CourseCard key={course.slug} course={course} />
                ))}
              </ul>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}

function CourseCard({ course }: { course: CourseItem }) {
  const { t } = useTranslation();
  const { slug, title, semester, role, is_archived, unread_notice_count: unread } = course;
  return (
    <li>
      <Link to="/courses/$slug" params={{ slug }} className={classes.card}>
        <span className={classes.cardTitle}>{title}</span>
        <span className={classes.cardFacts}>
          {semesterName(t, semester)}
          {role !== null && role !== 'student' && <Tag tone="indigo">{t(`role.${role}`)}</Tag>}
          {is_archived && <Tag>{t('courses.archived')}</Tag>}
          {unread > 0 && <Tag tone="mark">{t('courses.unreadNotices', { count: unread })}</Tag>}
        </span>
      </Link>
    </li>
  );
}

function JoinForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const id = useId();
  const [code, setCode] = useState('');
  const join = useMutation({
    mutationFn: joinByCode,
    onSuccess: ({ slug }) => navigate({ to: '/courses/$slug', params: { slug } }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.trim() !== '') join.mutate(code.trim());
  };
  return (
    <form className={classes.join} onSubmit={submit}>
      <label htmlFor={id}>{t('courses.code')}</label>
      <input
        id={id}
        className={classes.code}
        value={code}
        maxLength={40}
        autoComplete="off"
        aria-describedby={join.isError ? `${id}-error` : undefined}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" loading={join.isPending}>
        {t('courses.join')}
      </Button>
      {join.isError && (
        <span id={`${id}-error`} role="alert" className={classes.wrong}>
          {errorMessage(t, join.error)}
        </span>
      )}
    </form>
  );
}
