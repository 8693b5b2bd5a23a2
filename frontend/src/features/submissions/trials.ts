import type { CustomRun, Sample } from '@/lib/api/types';
import { readStored, removeStored, writeStored } from '@/lib/storage';

/** As many inputs as one custom run takes. */
export const MAX_TRIALS = 10;

/** An input to try a program on: a sample of the problem, or one's own. */
export type Trial =
  | { id: string; kind: 'sample'; sample: Sample }
  | { id: string; kind: 'own'; input: string; expected: string };
export type OwnTrial = Extract<Trial, { kind: 'own' }>;
export type RunResult = CustomRun['results'][number];
export type RunWord = RunResult['word'];

/** The body of a request that runs them, in their order. */
export function runInputs(trials: readonly Trial[]) {
  return trials.map((trial) =>
    trial.kind === 'sample'
      ? { sample: trial.sample.name }
      : { input: trial.input, expected: trial.expected === '' ? null : trial.expected },
  );
}

/** What came of this very input in the run; undefined if it was changed or added since. */
export function resultFor(run: CustomRun | undefined, trial: Trial): RunResult | undefined {
  const index = run?.inputs.findIndex((one) =>
    trial.kind === 'sample'
      ? one.sample === trial.sample.name
      : one.sample === null && one.input === trial.input && (one.expected ?? '') === trial.expected,
  );
  return index === undefined
    ? undefined
    : run?.results.find(({ ordinal }) => ordinal === index + 1);
}

export function emptyTrial(taken: readonly OwnTrial[]): OwnTrial {
  const last = Math.max(0, ...taken.map(({ id }) => Number(id.slice(4))));
  return { id: `own-${last + 1}`, kind: 'own', input: '', expected: '' };
}

/** One's own inputs as this device keeps them. */
export function readTrials(key: string): OwnTrial[] {
  try {
    const stored: unknown = JSON.parse(readStored(key) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.slice(0, MAX_TRIALS).map((one: Record<string, unknown>, index) => ({
      id: `own-${index + 1}`,
      kind: 'own',
      input: text(one.input),
      expected: text(one.expected),
    }));
  } catch {
    return [];
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function keepTrials(key: string, trials: readonly OwnTrial[]): void {
  if (trials.length === 0) removeStored(key);
  else writeStored(key, JSON.stringify(trials.map(({ input, expected }) => ({ input, expected }))));
}
