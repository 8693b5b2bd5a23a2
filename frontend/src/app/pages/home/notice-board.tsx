import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { lazyPart } from '@/components/lazy-part/lazy-part';
import { Section } from '@/components/page/page';
import { ErrorNote, LoadingRows } from '@/components/states/states';
import { QueryView } from '@/components/states/query-view';
import { Tag } from '@/components/tag/tag';
import { noticeQuery } from '@/features/notices/api/get-notice';
import { latestNoticesQuery, type NoticeRef } from '@/features/notices/api/get-notices';
import { readNotice } from '@/features/notices/api/read-notice';
import type { Me } from '@/lib/api/types';
import { formatWhen } from '@/lib/format';

import classes from './home-page.module.css';

// The sanitiser and the formulas come when somebody opens a notice.
const Statement = lazyPart(async () => ({
  default: (await import('@/components/rich-text/rich-text')).RichText,
}));

const MOST_COURSES = 6;
const SHOWN = 6;

/** The latest notices of the site and of one's courses, to be opened where they stand. */
export function NoticeBoard({ me }: { me: Me }) {
  const { t } = useTranslation();
  const courses = me.roles.slice(0, MOST_COURSES).map(({ course }) => course);
  const query = useQuery(latestNoticesQuery(courses));
  return (
    <Section title={t('home.notices')}>
      <QueryView query={query} loading={<LoadingRows rows={3} />}>
        {(notices) =>
          notices.length === 0 ? (
            <p className={classes.none}>{t('home.noNotices')}</p>
          ) : (
            <ul className={classes.notices}>
              {notices.slice(0, SHOWN).map((notice) => (
                <li key={notice.id}>
                  <NoticeLine notice={notice} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
    </Section>
  );
}

function NoticeLine({ notice }: { notice: NoticeRef }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const open = (isOpened: boolean) => {
    setOpen(isOpened);
    if (!isOpened || notice.isRead) return;
    // The mark is a convenience: where it can't be set, the notice stays new.
    void readNotice(notice.id).then(
      () => client.invalidateQueries({ queryKey: ['notices', 'latest'] }),
      () => undefined,
    );
  };
  return (
    <details className={classes.notice} onToggle={(event) => open(event.currentTarget.open)}>
      <summary>
        <span className={classes.noticeTitle}>{notice.title}</span>
        <span className={classes.noticeFacts}>
          {!notice.isRead && <Tag tone="mark">{t('home.new')}</Tag>}
          {notice.isPinned && <Tag>{t('home.pinned')}</Tag>}
          <span>{notice.course?.title ?? t('home.ofSite')}</span>
          <time dateTime={notice.publishedAt}>{formatWhen(notice.publishedAt, i18n.language)}</time>
        </span>
      </summary>
      {isOpen && <NoticeBody notice={notice} />}
    </details>
  );
}

function NoticeBody({ notice }: { notice: NoticeRef }) {
  const { i18n } = useTranslation();
  const query = useQuery(noticeQuery(notice));
  if (query.error !== null) return <ErrorNote error={query.error} />;
  if (query.data === undefined) return <LoadingRows rows={1} />;
  return (
    <Suspense fallback={<LoadingRows rows={1} />}>
      <Statement html={query.data.body_html} language={i18n.language} />
    </Suspense>
  );
}
