import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useContest } from '@/app/pages/contests/use-contest';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { setProblemsQuery } from '@/features/contests/api/get-set-problems';
import { announcementsQuery, clarificationsQuery } from '@/features/contests/api/talk';
import { AskForm } from '@/features/contests/components/ask-form';
import { AnnouncementCard, ClarificationCard } from '@/features/contests/components/talk-card';
import { isSolving, stageOf } from '@/features/contests/phases';
import { useReadNews } from '@/features/contests/use-contest-news';
import { useServerSecond } from '@/lib/server-clock';

import classes from './overview-page.module.css';

const NONE: never[] = [];

/** What the jury said to all, and one's own questions with their answers. */
export function ClarificationsPage() {
  const { t } = useTranslation();
  const contest = useContest();
  const now = useServerSecond();
  const { problem } = useSearch({ from: '/contests/$slug/clarifications' });
  const announcements = useQuery(announcementsQuery(contest.slug));
  const clarifications = useQuery(clarificationsQuery(contest.slug));
  const { data: problems = NONE } = useQuery({
    ...setProblemsQuery(contest.slug),
    enabled: stageOf(contest, now) !== 'upcoming',
    retry: false,
  });
  useReadNews(contest.slug, announcements.data ?? NONE, clarifications.data ?? NONE);
  const { my_entry: entry } = contest;
  const maySend = entry !== null && (isSolving(entry, now) || stageOf(contest, now) === 'upcoming');
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <section aria-label={t('contests.yourQuestions')}>
          <h2 className={classes.heading}>{t('contests.yourQuestions')}</h2>
          <QueryView query={clarifications} loading={<LoadingRows rows={2} />}>
            {(items) =>
              items.length === 0 ? (
                <Note title={t('contests.noQuestionsTitle')} text={t('contests.noQuestionsText')} />
              ) : (
                items.map((one) => <ClarificationCard key={one.id} clarification={one} />)
              )
            }
          </QueryView>
        </section>
        <section aria-label={t('contests.announcements')}>
          <h2 className={classes.heading}>{t('contests.announcements')}</h2>
          <QueryView query={announcements} loading={<LoadingRows rows={2} />}>
            {(items) =>
              items.length === 0 ? (
                <Note
                  title={t('contests.noAnnouncementsTitle')}
                  text={t('contests.noAnnouncementsText')}
                />
              ) : (
                items.map((one) => <AnnouncementCard key={one.sequence} announcement={one} />)
              )
            }
          </QueryView>
        </section>
      </div>
      <aside className={classes.side}>
        {maySend && <AskForm slug={contest.slug} problems={problems} first={problem ?? null} />}
      </aside>
    </div>
  );
}
