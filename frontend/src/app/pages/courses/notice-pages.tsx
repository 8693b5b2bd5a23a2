import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { RichText } from '@/components/rich-text/rich-text';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import {
  courseNoticeQuery,
  courseNoticesQuery,
  markAllNoticesRead,
  markNoticeRead,
} from '@/features/courses/api/notices';
import { formatMoment, formatWhen } from '@/lib/format';

import classes from './courses.module.css';

export function NoticesPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const { slug } = useParams({ from: '/personal/courses/$slug/notices' });
  const client = useQueryClient();
  const query = useInfiniteQuery(courseNoticesQuery(slug));
  const readAll = useMutation({
    mutationFn: () => markAllNoticesRead(slug),
    onSuccess: () => client.invalidateQueries({ queryKey: ['courses'] }),
  });
  return (
    <>
      <div className={classes.head}>
        <h2>{t('courses.notices')}</h2>
        <Button
          size="sm"
          variant="default"
          loading={readAll.isPending}
          onClick={() => readAll.mutate()}
        >
          {t('courses.markAllRead')}
        </Button>
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const notices = pages.flatMap((page) => page.items);
          if (notices.length === 0) {
            return <Note title={t('courses.noNoticesTitle')} text={t('courses.noNoticesText')} />;
          }
          return (
            <>
              <ul className={classes.rows}>
                {notices.map(({ id, title, is_pinned, is_read, published_at }) => (
                  <li key={id}>
                    <Link
                      to="/courses/$slug/notices/$id"
                      params={{ slug, id }}
                      className={classes.row}
                      data-unread={!is_read || undefined}
                    >
                      <span className={classes.rowTitle}>{title}</span>
                      <span className={classes.rowFacts}>
                        {!is_read && <Tag tone="mark">{t('courses.new')}</Tag>}
                        {is_pinned && <Tag>{t('courses.pinned')}</Tag>}
                        <time dateTime={published_at}>
                          {formatWhen(published_at, i18n.language)}
                        </time>
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

export function NoticePage(): ReactNode {
  const { t, i18n } = useTranslation();
  const { slug, id } = useParams({ from: '/personal/courses/$slug/notices/$id' });
  const client = useQueryClient();
  const query = useQuery(courseNoticeQuery(slug, id));
  const isShown = query.data !== undefined;

  useEffect(() => {
    if (!isShown) return;
    // Whoever has opened it has read it; if this is lost, it stays marked as new, which is no harm.
    void markNoticeRead(id).then(
      () => client.invalidateQueries({ queryKey: ['courses'] }),
      () => undefined,
    );
  }, [client, id, isShown]);

  return (
    <QueryView query={query}>
      {(notice) => (
        <article className={classes.panel}>
          <div className={classes.head}>
            <h2>{notice.title}</h2>
            <Link to="/courses/$slug/notices" params={{ slug }}>
              {t('courses.allNotices')}
            </Link>
          </div>
          <p className={classes.facts}>
            <time dateTime={notice.published_at}>
              {formatMoment(notice.published_at, i18n.language)}
            </time>
            {notice.edited_at !== null && (
              <span>
                {t('courses.edited', { when: formatWhen(notice.edited_at, i18n.language) })}
              </span>
            )}
          </p>
          <RichText html={notice.body_html} />
        </article>
      )}
    </QueryView>
  );
}
