import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { useMe } from '@/app/session';
import { Countdown } from '@/components/countdown/countdown';
import { SnowIcon } from '@/components/icons';
import { Page, useDocumentTitle } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { TabCount, TabNav, tabLink } from '@/components/tab-nav/tab-nav';
import { Tag } from '@/components/tag/tag';
import { contestQuery } from '@/features/contests/api/get-contest';
import { JuryToasts } from '@/features/contests/components/jury-toasts';
import { isFrozen, ownWindow, stageOf } from '@/features/contests/phases';
import { useContestNews } from '@/features/contests/use-contest-news';
import { useStageRefresh } from '@/features/contests/use-stage-refresh';
import { ApiError } from '@/lib/api/errors';
import type { Contest } from '@/lib/api/types';
import { formatDateTime } from '@/lib/format';
import { useServerSecond } from '@/lib/server-clock';

import classes from './contest-layout.module.css';

/** What all pages of one contest stand in: its name, its clock, its parts, and the jury's news. */
export function ContestLayout() {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/contests/$slug' });
  const query = useQuery(contestQuery(slug));
  if (query.data !== undefined) return <Within key={slug} contest={query.data} />;
  if (query.error instanceof ApiError && query.error.status === 404) return <NotFoundPage />;
  return (
    <Page title={t('contests.heading')}>
      <QueryView query={query} loading={<LoadingRows rows={6} />}>
        {() => null}
      </QueryView>
    </Page>
  );
}

function Within({ contest }: { contest: Contest }) {
  const { t } = useTranslation();
  const me = useMe();
  const unread = useContestNews(contest, me !== null && me !== undefined);
  useStageRefresh(contest);
  useDocumentTitle(contest.title);
  const params = { slug: contest.slug };
  const isOver = contest.phase === 'ended' || contest.phase === 'finalized';
  const talks = contest.my_entry !== null || contest.is_staff;
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <p className={classes.kind}>
            <Link to="/contests">{t('contests.heading')}</Link>
            {contest.course !== null && <span>{contest.course.title}</span>}
          </p>
          <h1 className={classes.title}>{contest.title}</h1>
        </div>
        <Clock contest={contest} />
      </header>
      <TabNav label={t('contests.parts')}>
        <Link to="/contests/$slug" params={params} className={tabLink} activeOptions={EXACT}>
          {t('contests.overview')}
        </Link>
        <Link to="/contests/$slug/standings" params={params} className={tabLink}>
          {t('contests.standings')}
        </Link>
        {me !== null && (
          <Link to="/contests/$slug/submissions" params={params} className={tabLink}>
            {t('contests.submissions')}
          </Link>
        )}
        {talks && (
          <Link to="/contests/$slug/clarifications" params={params} className={tabLink}>
            {t('contests.talk')}
            <TabCount count={unread} label={t('contests.unread', { count: unread })} />
          </Link>
        )}
        {isOver && (
          <>
            <Link to="/contests/$slug/statistics" params={params} className={tabLink}>
              {t('contests.statistics')}
            </Link>
            <Link to="/contests/$slug/replay" params={params} className={tabLink}>
              {t('contests.replay')}
            </Link>
          </>
        )}
      </TabNav>
      <div className={classes.body}>
        <Outlet />
      </div>
      <JuryToasts contest={contest.slug} />
    </div>
  );
}

const EXACT = { exact: true, includeSearch: false } as const;

function Clock({ contest }: { contest: Contest }) {
  const { t, i18n } = useTranslation();
  const now = useServerSecond();
  const window = ownWindow(contest);
  const stage = stageOf(window, now);
  const frozen = isFrozen(contest, now) && contest.my_entry?.is_virtual !== true;
  return (
    <div className={classes.clock} data-stage={stage} data-testid="contest-clock">
      <span className={classes.clockLabel}>
        {stage === 'upcoming' && t('contests.startsIn')}
        {stage === 'running' &&
          t(contest.my_entry?.is_virtual === true ? 'contests.virtualEndsIn' : 'contests.endsIn')}
        {stage === 'over' && t('contests.endedAt')}
      </span>
      {stage === 'over' ? (
        <time dateTime={window.ends_at}>{formatDateTime(window.ends_at, i18n.language)}</time>
      ) : (
        <Countdown
          to={stage === 'upcoming' ? window.starts_at : window.ends_at}
          className={classes.left}
        />
      )}
      {frozen && (
        <Tag tone="slate">
          <SnowIcon size={12} /> {t('contests.frozen')}
        </Tag>
      )}
      {contest.phase === 'finalized' && <Tag>{t('contests.final')}</Tag>}
      {stage === 'running' && <Progress window={window} now={now} />}
    </div>
  );
}

function Progress({
  window,
  now,
}: {
  window: { starts_at: string; ends_at: string };
  now: number;
}) {
  const { t } = useTranslation();
  const start = Date.parse(window.starts_at);
  const share = (now - start) / (Date.parse(window.ends_at) - start);
  return (
    <progress
      className={classes.progress}
      value={Math.min(1, Math.max(0, share))}
      aria-label={t('contests.timeGone')}
    />
  );
}
