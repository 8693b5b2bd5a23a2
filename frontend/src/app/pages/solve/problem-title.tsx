import { useQuery } from '@tanstack/react-query';

import { marksQuery } from '@/features/problems/api/get-marks';
import { FavouriteButton } from '@/features/problems/components/favourite-button';
import { SolvedMark } from '@/features/problems/components/solved-mark';
import type { Problem } from '@/lib/api/types';

import classes from './statement-pane.module.css';

/** A problem's name, with one's own marks beside it where somebody is signed in. */
export function ProblemTitle({ problem, isSignedIn }: { problem: Problem; isSignedIn: boolean }) {
  const { slug, title } = problem;
  const { data: marks } = useQuery({ ...marksQuery(slug), enabled: isSignedIn });
  return (
    <div className={classes.head}>
      <h1 className={classes.title}>{title}</h1>
      {marks && (
        <span className={classes.marks}>
          {marks.solved !== null && <SolvedMark solved={marks.solved} />}
          <FavouriteButton slug={slug} title={title} isFavourite={marks.is_favourite} />
        </span>
      )}
    </div>
  );
}
