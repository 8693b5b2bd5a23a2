import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useContest } from '@/app/pages/contests/use-contest';
import { useMe } from '@/app/session';
import type { BoardShow } from '@/app/routes/contests';
import { HourglassIcon, LockIcon, SnowIcon } from '@/components/icons';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { isSolving } from '@/features/contests/phases';
import { pastBoardQuery } from '@/features/standings/api/get-history';
import { filtered, groupsOf } from '@/features/standings/board';
import { BoardTable } from '@/features/standings/components/board-table';
import { useFriends } from '@/features/standings/friends';
import { useLiveBoard } from '@/features/standings/use-live-board';
import { ApiError } from '@/lib/api/errors';
import type { Board, Contest } from '@/lib/api/types';
import { useServerSecond } from '@/lib/server-clock';

import classes from './standings-page.module.css';

export function StandingsPage() {
  const contest = useContest();
  const now = useServerSecond();
  const entry = contest.my_entry;
  const races = entry?.is_virtual === true && isSolving(entry, now);
  return races ? (
    <VirtualBoard contest={contest} startsAt={entry.starts_at} now={now} />
  ) : (
    <LiveBoard contest={contest} />
  );
}

function LiveBoard({ contest }: { contest: Contest }) {
  const { t } = useTranslation();
  const me = useMe();
  const { view } = useSearch({ from: '/contests/$slug/standings' });
  const query = useLiveBoard(contest.slug, contest.id, {
    view: view === 'staff' && contest.is_staff ? 'staff' : 'public',
    isSignedIn: me !== null && me !== undefined,
    isLive: contest.phase === 'running' || contest.phase === 'frozen',
  });
  if (query.data === undefined && query.error instanceof ApiError) {
    const isEarly = contest.phase === 'upcoming';
    if (query.error.code === 'board_not_open') {
      return (
        <Note
          title={t(isEarly ? 'standings.notYetTitle' : 'standings.hiddenTitle')}
          text={t(
            isEarly ? 'standings.notYetText' : `contests.boardHelp.${contest.board_visibility}`,
          )}
          icon={isEarly ? <HourglassIcon /> : <LockIcon />}
        />
      );
    }
  }
  return (
    <QueryView query={query} loading={<LoadingRows rows={12} />}>
      {(board) => <Standings contest={contest} board={board} />}
    </QueryView>
  );
}

/** The live entries as they stood at the same moment of the contest. */
function VirtualBoard({
  contest,
  startsAt,
  now,
}: {
  contest: Contest;
  startsAt: string;
  now: number;
}) {
  const { t } = useTranslation();
  const query = useQuery({
    ...pastBoardQuery(contest.slug, Math.max(0, now - Date.parse(startsAt))),
    placeholderData: (previous) => previous,
  });
  return (
    <>
      <p className={classes.hint}>{t('standings.virtualHint')}</p>
      <QueryView query={query} loading={<LoadingRows rows={12} />}>
        {(board) => <Standings contest={contest} board={board} />}
      </QueryView>
    </>
  );
}

function Standings({ contest, board }: { contest: Contest; board: Board }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/contests/$slug/standings' });
  const [friends, toggleFriend] = useFriends();
  const ownEntry = contest.my_entry?.id ?? null;
  const rows = filtered(board.rows, search, friends, ownEntry);
  const params = { slug: contest.slug };
  return (
    <>
      <Filters board={board} contest={contest} shown={rows.length} />
      {board.is_frozen && search.view !== 'staff' && (
        <p className={classes.hint}>
          <SnowIcon size={14} /> {t('standings.frozenHint')}
        </p>
      )}
      {search.view === 'staff' && <p className={classes.hint}>{t('standings.staffHint')}</p>}
      {board.rows.length === 0 ? (
        <Note title={t('standings.emptyTitle')} text={t('standings.emptyText')} />
      ) : rows.length === 0 ? (
        <Note
          title={t('standings.noneFoundTitle')}
          text={t(
            search.show === 'friends' ? 'standings.noFriendsText' : 'standings.noneFoundText',
          )}
          action={
            <Link to="/contests/$slug/standings" params={params}>
              {t('standings.showAll')}
            </Link>
          }
        />
      ) : (
        <BoardTable
          board={board}
          rows={rows}
          ownEntry={ownEntry}
          friends={friends}
          onToggleFriend={toggleFriend}
          linkTo={(label, children) => (
            <Link
              to="/contests/$slug/problems/$label"
              params={{ ...params, label }}
              className={classes.problem}
            >
              {children}
            </Link>
          )}
        />
      )}
      <Legend board={board} />
    </>
  );
}

function Filters({ board, contest, shown }: { board: Board; contest: Contest; shown: number }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/contests/$slug/standings' });
  const navigate = useNavigate();
  const groups = groupsOf(board.rows);
  const change = (part: Partial<typeof search>) =>
    void navigate({
      to: '/contests/$slug/standings',
      params: { slug: contest.slug },
      search: { ...search, ...part },
      replace: true,
    });
  return (
    <form className={classes.filters} onSubmit={(event) => event.preventDefault()}>
      <label className={classes.filter}>
        {t('standings.show')}
        <select
          value={search.show ?? ''}
          onChange={(event) => change({ show: (event.target.value || undefined) as BoardShow })}
        >
          <option value="">{t('standings.showAll')}</option>
          <option value="official">{t('standings.showOfficial')}</option>
          <option value="friends">{t('standings.showFriends')}</option>
        </select>
      </label>
      {groups.length > 0 && (
        <label className={classes.filter}>
          {t('standings.group')}
          <select
            value={search.group ?? ''}
            onChange={(event) => change({ group: event.target.value || undefined })}
          >
            <option value="">{t('standings.allGroups')}</option>
            {groups.map((group) => (
              <option key={group} value={group}>
                {group}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className={classes.filter}>
        {t('standings.find')}
        <input
          type="search"
          className={classes.find}
          value={search.find ?? ''}
          maxLength={60}
          onChange={(event) => change({ find: event.target.value || undefined })}
        />
      </label>
      {contest.is_staff && (
        <label className={classes.check}>
          <input
            type="checkbox"
            checked={search.view === 'staff'}
            onChange={(event) => change({ view: event.target.checked ? 'staff' : undefined })}
          />
          {t('standings.staffView')}
        </label>
      )}
      <span className={classes.shown} role="status">
        {t('standings.shown', { shown, all: board.rows.length })}
      </span>
    </form>
  );
}

function Legend({ board }: { board: Board }) {
  const { t } = useTranslation();
  const states = ['first', 'solved', 'partial', 'failed', 'pending'] as const;
  return (
    <ul className={classes.legend} aria-label={t('standings.legend')}>
      {states
        .filter((state) => state !== 'partial' || board.ranks_by === 'points')
        .map((state) => (
          <li key={state} data-state={state}>
            {t(`standings.legendOf.${state}`)}
          </li>
        ))}
    </ul>
  );
}
