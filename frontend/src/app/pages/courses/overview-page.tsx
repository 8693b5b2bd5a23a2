import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { RichText } from '@/components/rich-text/rich-text';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import { courseQuery } from '@/features/courses/api/get-course';
import { weeksQuery, type Week } from '@/features/courses/api/get-weeks';
import { useServerSecond } from '@/lib/server-clock';

import classes from './courses.module.css';

const WEEK_MS = 7 * 24 * 3600 * 1000;

export function CourseOverviewPage(): ReactNode {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/personal/courses/$slug/' });
  const { data: course } = useQuery(courseQuery(slug));
  const query = useInfiniteQuery(weeksQuery(slug));
  return (
    <>
      {course !== undefined && course.summary !== '' && (
        <p className={classes.lead}>{course.summary}</p>
      )}
      <QueryView query={query}>
        {({ pages }) => {
          const weeks = pages.flatMap((page) => page.items);
          if (weeks.length === 0) {
            return <Note title={t('courses.noWeeksTitle')} text={t('courses.noWeeksText')} />;
          }
          return (
            <>
              <ol className={classes.weeks}>
                {weeks.map((week) => (
                  <WeekItem key={week.ordinal} week={week} />
                ))}
              </ol>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function WeekItem({ week }: { week: Week }) {
  const { t, i18n } = useTranslation();
  const now = useServerSecond();
  const start = week.starts_on === null ? null : new Date(`${week.starts_on}T00:00:00`);
  const isNow = start !== null && start.getTime() <= now && now < start.getTime() + WEEK_MS;
  return (
    <li className={classes.week} data-now={isNow || undefined}>
      <div className={classes.weekNumber}>
        <strong>{t('courses.week', { number: week.ordinal })}</strong>{' '}
        {start?.toLocaleDateString(i18n.language, { month: 'short', day: 'numeric' })}{' '}
        {isNow && <Tag tone="mark">{t('courses.thisWeek')}</Tag>}
        {!week.is_published && <Tag>{t('courses.hidden')}</Tag>}
      </div>
      <div>
        <h2 className={classes.weekTitle}>{week.title}</h2>
        {week.summary_html !== '' && <RichText html={week.summary_html} />}
        {week.items.length > 0 && (
          <ul className={classes.items}>
            {week.items.map(({ kind, title, url, problem }, index) => (
              <li key={index}>
                {kind === 'problem' && problem !== null ? (
                  <Link to="/problems/$slug" params={{ slug: problem }}>
                    {title}
                  </Link>
                ) : url === null ? (
                  title
                ) : (
                  <a href={url} rel="noopener noreferrer">
                    {title}
                  </a>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
