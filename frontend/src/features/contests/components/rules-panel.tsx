import { useTranslation } from 'react-i18next';

import { lengthMs } from '@/features/contests/phases';
import type { Contest } from '@/lib/api/types';
import { formatDateTime, formatLength } from '@/lib/format';

import classes from './panel.module.css';

/** The contest's rules in words. */
export function RulesPanel({ contest }: { contest: Contest }) {
  const { t, i18n } = useTranslation();
  const when = (iso: string) => formatDateTime(iso, i18n.language);
  const { registration, freeze_at: freezeAt } = contest;
  return (
    <section className={classes.panel} aria-labelledby="contest-rules">
      <h2 id="contest-rules" className={classes.heading}>
        {t('contests.rules')}
      </h2>
      <dl className={classes.facts}>
        <dt>{t('contests.starts')}</dt>
        <dd>{when(contest.starts_at)}</dd>
        <dt>{t('contests.ends')}</dt>
        <dd>
          {when(contest.ends_at)} ({formatLength(t, lengthMs(contest))})
        </dd>
        <dt>{t('contests.scoring')}</dt>
        <dd>
          {t(`contests.format.${contest.format}`)}
          <br />
          {t(`contests.formatHelp.${contest.format}`, { minutes: contest.penalty_minutes })}
        </dd>
        <dt>{t('contests.board')}</dt>
        <dd>
          {t(`contests.boardHelp.${contest.board_visibility}`)}
          {freezeAt !== null && (
            <>
              <br />
              {t('contests.freezesAt', { when: when(freezeAt) })}
            </>
          )}
        </dd>
        <dt>{t('contests.verdicts')}</dt>
        <dd>{t(`contests.verdictHelp.${contest.verdict_policy}`)}</dd>
        <dt>{t('contests.registration')}</dt>
        <dd>
          {registration.opens_at === null && registration.closes_at === null
            ? t('contests.registrationAlways')
            : t('contests.registrationWindow', {
                from:
                  registration.opens_at === null ? t('contests.now') : when(registration.opens_at),
                to: when(registration.closes_at ?? contest.ends_at),
              })}
          {registration.allows_unofficial && (
            <>
              <br />
              {t('contests.unofficialAllowed')}
            </>
          )}
        </dd>
        {contest.max_submissions_per_problem !== null && (
          <>
            <dt>{t('contests.limit')}</dt>
            <dd>{t('contests.perProblem', { count: contest.max_submissions_per_problem })}</dd>
          </>
        )}
        {contest.allowed_languages.length > 0 && (
          <>
            <dt>{t('contests.languages')}</dt>
            <dd>{contest.allowed_languages.join(', ')}</dd>
          </>
        )}
        <dt>{t('contests.afterwards')}</dt>
        <dd>
          {t(contest.allows_upsolving ? 'contests.upsolvingYes' : 'contests.upsolvingNo')}
          <br />
          {t(contest.allows_virtual ? 'contests.virtualYes' : 'contests.virtualNo')}
        </dd>
        <dt>{t('contests.entries')}</dt>
        <dd>{contest.entry_count}</dd>
      </dl>
    </section>
  );
}
