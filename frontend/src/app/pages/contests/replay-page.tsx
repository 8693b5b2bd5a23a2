import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useContest } from '@/app/pages/contests/use-contest';
import { Button } from '@/components/button/button';
import { HourglassIcon, PauseIcon, PlayIcon } from '@/components/icons';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { replayQuery } from '@/features/standings/api/get-history';
import { BoardTable } from '@/features/standings/components/board-table';
import { useFriends } from '@/features/standings/friends';
import { boardAt } from '@/features/standings/scoring';
import { ApiError } from '@/lib/api/errors';
import type { Contest, Replay } from '@/lib/api/types';
import { formatClock } from '@/lib/format';

import classes from './replay-page.module.css';

const MINUTE_MS = 60_000;
const FRAME_MS = 100;
const SPEEDS = [60, 240, 960] as const;

/** The contest once more, from its first minute to its last. */
export function ReplayPage() {
  const { t } = useTranslation();
  const contest = useContest();
  const query = useQuery({ ...replayQuery(contest.slug), retry: false });
  if (query.data === undefined && query.error instanceof ApiError && query.error.status === 404) {
    return (
      <Note
        title={t('standings.noHistoryTitle')}
        text={t('standings.noHistoryText')}
        icon={<HourglassIcon />}
      />
    );
  }
  return (
    <QueryView query={query} loading={<LoadingRows rows={12} />}>
      {(replay) => <Player contest={contest} replay={replay} />}
    </QueryView>
  );
}

function Player({ contest, replay }: { contest: Contest; replay: Replay }) {
  const { t } = useTranslation();
  const { at = 0 } = useSearch({ from: '/contests/$slug/replay' });
  const navigate = useNavigate();
  const [friends] = useFriends();
  const [atMs, setAt] = useState(() => Math.min(at * MINUTE_MS, replay.duration_ms));
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(SPEEDS[1]);
  const board = useMemo(() => boardAt(replay, atMs), [replay, atMs]);
  const isAtEnd = atMs >= replay.duration_ms;

  const keep = (ms: number) =>
    void navigate({
      to: '.',
      search: { at: Math.floor(ms / MINUTE_MS) || undefined },
      replace: true,
      resetScroll: false,
    });
  const pause = () => {
    setPlaying(false);
    keep(atMs);
  };
  const play = () => {
    if (isAtEnd) setAt(0);
    setPlaying(true);
  };
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(
      () => setAt((ms) => Math.min(ms + FRAME_MS * speed, replay.duration_ms)),
      FRAME_MS,
    );
    return () => clearInterval(timer);
  }, [isPlaying, speed, replay.duration_ms]);
  if (isPlaying && isAtEnd) setPlaying(false);

  const changed = useMemo(() => {
    const recent = replay.attempts.filter(
      ({ at_ms }) => at_ms <= atMs && at_ms > atMs - Math.max(speed * 1000, MINUTE_MS),
    );
    return new Set(recent.map(({ entry }) => entry));
  }, [replay, atMs, speed]);

  return (
    <>
      <div className={classes.player}>
        <Button
          leftSection={isPlaying ? <PauseIcon size={14} /> : <PlayIcon size={14} />}
          onClick={isPlaying ? pause : play}
        >
          {t(isPlaying ? 'standings.pause' : 'standings.play')}
        </Button>
        <label className={classes.slider}>
          <span className={classes.label}>{t('standings.moment')}</span>
          <input
            type="range"
            min={0}
            max={Math.ceil(replay.duration_ms / MINUTE_MS)}
            step={1}
            value={Math.floor(atMs / MINUTE_MS)}
            aria-valuetext={formatClock(atMs)}
            onChange={(event) => {
              setPlaying(false);
              setAt(Math.min(Number(event.target.value) * MINUTE_MS, replay.duration_ms));
            }}
            onPointerUp={() => keep(atMs)}
            onKeyUp={() => keep(atMs)}
          />
        </label>
        <output className={classes.clock} data-testid="replay-clock">
          {formatClock(atMs)} / {formatClock(replay.duration_ms)}
        </output>
        <label className={classes.speed}>
          {t('standings.speed')}
          <select value={speed} onChange={(event) => setSpeed(Number(event.target.value))}>
            {SPEEDS.map((one) => (
              <option key={one} value={one}>
                {t('standings.timesReal', { times: one })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <BoardTable
        board={board}
        rows={board.rows}
        ownEntry={contest.my_entry?.id ?? null}
        friends={friends}
        highlighted={changed}
      />
    </>
  );
}
