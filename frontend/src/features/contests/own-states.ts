import type { Submission } from '@/lib/api/types';

/** Where somebody stands with one problem of a set, by their own and their team's submissions. */
export interface OwnState {
  state: 'solved' | 'partial' | 'tried' | 'pending' | 'fresh';
  count: number;
  /** The best so far; null where nothing has points. */
  score: number | null;
  maxScore: number | null;
}

export const FRESH: OwnState = { state: 'fresh', count: 0, score: null, maxScore: null };

const ORDER: readonly OwnState['state'][] = ['fresh', 'pending', 'tried', 'partial', 'solved'];

function stateOf(submission: Submission): OwnState['state'] {
  const { state, verdict, score, max_score } = submission;
  if (state === 'cancelled') return 'fresh';
  if (state !== 'done') return 'pending';
  if (max_score !== null && score !== null && score > 0 && score < max_score) return 'partial';
  return verdict === 'AC' ? 'solved' : 'tried';
}

/** By the problem's slug. */
export function ownStates(submissions: readonly Submission[]): Map<string, OwnState> {
  const states = new Map<string, OwnState>();
  for (const submission of submissions) {
    const { slug } = submission.problem;
    const known = states.get(slug) ?? FRESH;
    const state = stateOf(submission);
    const scores = [known.score, submission.score].filter((score) => score !== null);
    states.set(slug, {
      state: ORDER.indexOf(state) > ORDER.indexOf(known.state) ? state : known.state,
      count: known.count + 1,
      score: scores.length > 0 ? Math.max(...scores) : null,
      maxScore: submission.max_score ?? known.maxScore,
    });
  }
  return states;
}
