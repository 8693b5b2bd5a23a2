import { Button } from '@/components/button/button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ButtonLink } from '@/components/button/button-link';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { CopyButton } from '@/components/copy-button/copy-button';
import { leaveContest, startVirtually } from '@/features/contests/api/enter';
import { CONTESTS } from '@/features/contests/api/get-contests';
import { setProblemsQuery } from '@/features/contests/api/get-set-problems';
import { EntryFormPanel } from '@/features/contests/components/entry-form';
import { enteringOf, lengthMs, stageOf } from '@/features/contests/phases';
import type { Contest, Me } from '@/lib/api/types';
import { errorMessage } from '@/lib/error-message';
import { formatDateTime, formatLength } from '@/lib/format';
import { useServerSecond } from '@/lib/server-clock';

import classes from './panel.module.css';

interface Props {
  contest: Contest;
  me: Me | null;
}

/** The way into a contest, or what one takes part as. */
export function EntrancePanel({ contest, me }: Props) {
  const { t } = useTranslation();
  const now = useServerSecond();
  const entering = enteringOf(contest, now);
  if (me === null) {
    return (
      <section className={classes.panel} data-tone="mark" aria-label={t('contests.entrance')}>
        <p className={classes.text}>{t('contests.signInToEnter')}</p>
        <ButtonLink to="/login" search={{ next: `/contests/${contest.slug}` }}>
          {t('contests.signIn')}
        </ButtonLink>
      </section>
    );
  }
  return (
    <>
      {contest.my_team !== null && <OwnEntry contest={contest} />}
      {(entering.can === 'official' || entering.can === 'unofficial') && (
        <EntryFormPanel contest={contest} isOfficialOpen={entering.can === 'official'} />
      )}
      {entering.can === 'virtual' && <VirtualPanel contest={contest} />}
      {entering.can === 'no' && entering.why !== 'entered' && (
        <section className={classes.panel} aria-label={t('contests.entrance')}>
          <p className={classes.text}>{t(`contests.cannotEnter.${entering.why}`)}</p>
        </section>
      )}
      {contest.is_staff && <StaffPanel contest={contest} />}
    </>
  );
}

export function useAfterEntering(slug: string) {
  const client = useQueryClient();
  return async () => {
    void client.invalidateQueries({ queryKey: setProblemsQuery(slug).queryKey });
    void client.invalidateQueries({ queryKey: ['standings', slug] });
    await client.invalidateQueries({ queryKey: CONTESTS });
  };
}

function OwnEntry({ contest }: { contest: Contest }) {
  const { t, i18n } = useTranslation();
  const now = useServerSecond();
  const refresh = useAfterEntering(contest.slug);
  const [isAsked, setAsked] = useState(false);
  const leave = useMutation({ mutationFn: () => leaveContest(contest.slug), onSuccess: refresh });
  const team = contest.my_team;
  if (team === null) return null;
  return (
    <section className={classes.panel} data-tone="mark" aria-label={t('contests.yourEntry')}>
      <h2 className={classes.heading}>{team.name}</h2>
      <p className={classes.text}>
        {team.is_virtual
          ? t('contests.virtualUntil', { when: formatDateTime(team.ends_at, i18n.language) })
          : t(team.is_official ? 'contests.official' : 'contests.unofficial')}
        {team.organization !== '' && ` · ${team.organization}`}
      </p>
      {team.kind === 'team' && (
        <>
          <ul className={classes.members} aria-label={t('contests.members')}>
            {team.members.map(({ name }, index) => (
              <li key={index}>{name}</li>
            ))}
          </ul>
          {team.join_code !== '' && team.members.length < contest.max_team_size && (
            <div className={classes.actions}>
              <span>{t('contests.joinCode')}</span>
              <span className={classes.code}>
                {team.join_code}
                <CopyButton text={team.join_code} label={t('contests.copyCode')} />
              </span>
            </div>
          )}
        </>
      )}
      {!team.is_virtual && stageOf(contest, now) === 'upcoming' && (
        <div className={classes.actions}>
          <Button
            size="xs"
            variant="default"
            loading={leave.isPending}
            onClick={() => setAsked(true)}
          >
            {t('contests.leave')}
          </Button>
        </div>
      )}
      {leave.error !== null && (
        <p className={classes.error} role="alert">
          {errorMessage(t, leave.error)}
        </p>
      )}
      {isAsked && (
        <ConfirmDialog
          title={t('contests.leaveTitle')}
          text={t('contests.leaveText')}
          confirmLabel={t('contests.leave')}
          cancelLabel={t('contests.stay')}
          onConfirm={() => leave.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </section>
  );
}

function VirtualPanel({ contest }: { contest: Contest }) {
  const { t } = useTranslation();
  const refresh = useAfterEntering(contest.slug);
  const [isAsked, setAsked] = useState(false);
  const start = useMutation({ mutationFn: () => startVirtually(contest.slug), onSuccess: refresh });
  const length = formatLength(t, lengthMs(contest));
  return (
    <section className={classes.panel} aria-label={t('contests.virtual')}>
      <h2 className={classes.heading}>{t('contests.virtual')}</h2>
      <p className={classes.text}>{t('contests.virtualText', { length })}</p>
      <Button loading={start.isPending} onClick={() => setAsked(true)}>
        {t('contests.virtualStart')}
      </Button>
      {start.error !== null && (
        <p className={classes.error} role="alert">
          {errorMessage(t, start.error)}
        </p>
      )}
      {isAsked && (
        <ConfirmDialog
          title={t('contests.virtualConfirm')}
          text={t('contests.virtualConfirmText', { length })}
          confirmLabel={t('contests.virtualStart')}
          cancelLabel={t('contests.notNow')}
          onConfirm={() => start.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </section>
  );
}

function StaffPanel({ contest }: { contest: Contest }) {
  const { t } = useTranslation();
  const params = { slug: contest.slug };
  const isOver = contest.phase === 'ended' || contest.phase === 'finalized';
  return (
    <section className={classes.panel} aria-labelledby="contest-staff">
      <h2 id="contest-staff" className={classes.heading}>
        {t('contests.staff')}
      </h2>
      <p className={classes.text}>{t('contests.staffText')}</p>
      <div className={classes.actions}>
        <Link to="/contests/$slug/standings" params={params} search={{ view: 'staff' }}>
          {t('contests.staffBoard')}
        </Link>
        {isOver && contest.freeze_at !== null && contest.unfrozen_at === null && (
          <Link to="/contests/$slug/reveal" params={params}>
            {t('contests.openCeremony')}
          </Link>
        )}
      </div>
    </section>
  );
}
