import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { ButtonLink } from '@/components/button/button-link';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { contestQuery } from '@/features/contests/api/get-contest';
import { boardQuery } from '@/features/standings/api/get-board';
import { revealOrderQuery } from '@/features/standings/api/results';
import { Ceremony } from '@/features/standings/components/ceremony';
import { CeremonyStart, type CeremonyMode } from '@/features/standings/components/ceremony-start';
import type { Contest } from '@/lib/api/types';

import classes from './reveal-page.module.css';

/** The reveal of a frozen board, for the contest's staff on a stage. */
export function RevealPage() {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/contests/$slug/reveal' });
  const contest = useQuery(contestQuery(slug));
  if (contest.data?.is_staff === true) return <Stage contest={contest.data} />;
  if (contest.data !== undefined) return <NotFoundPage />;
  return (
    <Page title={t('standings.ceremony')}>
      <QueryView query={contest} loading={<LoadingRows rows={8} />}>
        {() => null}
      </QueryView>
    </Page>
  );
}

function Stage({ contest }: { contest: Contest }) {
  const { t } = useTranslation();
  const { slug } = contest;
  const navigate = useNavigate();
  const [mode, setMode] = useState<CeremonyMode | null>(null);
  // Read once: while the ceremony goes on, the board that it began from must stay.
  const once = { staleTime: Infinity, gcTime: 0, refetchOnMount: 'always' as const, retry: 1 };
  const hidden = useQuery({
    ...boardQuery(slug, 'public'),
    ...once,
    queryKey: key(slug, 'hidden'),
  });
  const truth = useQuery({ ...boardQuery(slug, 'staff'), ...once, queryKey: key(slug, 'truth') });
  const steps = useQuery({ ...revealOrderQuery(slug), retry: 1 });
  const dialog = useRef<HTMLDialogElement>(null);
  const isOn = mode !== null;
  useEffect(() => {
    if (!isOn) return;
    dialog.current?.showModal();
    // Else the first button would have the focus, and the space bar would press it.
    dialog.current?.querySelector<HTMLElement>('[data-stage]')?.focus();
  }, [isOn]);

  const leave = () => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    void navigate({ to: '/contests/$slug/standings', params: { slug } });
  };
  if (mode !== null && hidden.data && truth.data && steps.data) {
    return (
      <dialog
        ref={dialog}
        className={classes.stage}
        aria-label={t('standings.ceremonyOf', { title: contest.title })}
        onClose={leave}
      >
        <Ceremony
          slug={slug}
          title={contest.title}
          hidden={hidden.data}
          truth={truth.data}
          steps={steps.data}
          mode={mode}
          onLeave={leave}
        />
      </dialog>
    );
  }
  const waiting = [steps, hidden, truth].find(({ data }) => data === undefined) ?? steps;
  return (
    <Page title={t('standings.ceremonyOf', { title: contest.title })}>
      <QueryView query={waiting as typeof steps} loading={<LoadingRows rows={8} />}>
        {(order) =>
          order.length === 0 ? (
            <Note
              title={t('standings.nothingHiddenTitle')}
              text={t('standings.nothingHiddenText')}
              action={
                <ButtonLink to="/contests/$slug/standings" params={{ slug }} size="sm">
                  {t('contests.standings')}
                </ButtonLink>
              }
            />
          ) : (
            <CeremonyStart
              count={order.length}
              isOver={contest.phase === 'ended' || contest.phase === 'finalized'}
              onStart={setMode}
            />
          )
        }
      </QueryView>
    </Page>
  );
}

function key(slug: string, which: string) {
  return ['standings', slug, 'ceremony', which] as never;
}
