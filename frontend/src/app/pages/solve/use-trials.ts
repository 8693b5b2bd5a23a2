import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { createRun } from '@/features/submissions/api/create-run';
import { runQuery } from '@/features/submissions/api/get-run';
import {
  emptyTrial,
  keepTrials,
  MAX_TRIALS,
  readTrials,
  runInputs,
  type OwnTrial,
  type Trial,
} from '@/features/submissions/trials';
import type { Problem } from '@/lib/api/types';

interface Code {
  language: string;
  source: string;
}

function isInteractive({ samples }: Problem): boolean {
  return samples.some(({ interaction }) => interaction !== '');
}

/** Trying a program on a problem's samples and on one's own inputs. */
export function useTrials(problem: Problem, person: string) {
  const client = useQueryClient();
  const key = `trials:${person}:${problem.slug}`;
  const [own, setOwn] = useState(() => readTrials(key));
  const [runId, setRunId] = useState<number | null>(null);
  const change = (next: OwnTrial[]) => {
    setOwn(next);
    keepTrials(key, next);
  };

  const samples = problem.samples.slice(0, MAX_TRIALS - Math.min(own.length, MAX_TRIALS));
  const trials: Trial[] = [
    ...samples.map((sample): Trial => ({ id: `sample-${sample.name}`, kind: 'sample', sample })),
    ...(isInteractive(problem) ? [] : own),
  ];
  const { mutate, isPending, error } = useMutation({
    mutationFn: (code: Code) =>
      createRun({ problem: problem.slug, ...code, inputs: runInputs(trials) }),
    onMutate: () => setRunId(null),
    onSuccess: (run) => {
      client.setQueryData(runQuery(run.id).queryKey, run);
      setRunId(run.id);
    },
  });
  return {
    trials,
    run: mutate,
    isPending,
    error,
    runId,
    /** An interactive problem has no input of its own to give: it runs on its samples. */
    takesOwn: !isInteractive(problem),
    /** Returns the new one's id; null where a run can't take more. */
    add: (): string | null => {
      if (own.length >= MAX_TRIALS) return null;
      const added = emptyTrial(own);
      change([...own, added]);
      return added.id;
    },
    edit: (id: string, part: Partial<Pick<OwnTrial, 'input' | 'expected'>>) =>
      change(own.map((one) => (one.id === id ? { ...one, ...part } : one))),
    remove: (id: string) => change(own.filter((one) => one.id !== id)),
  };
}

export type Trials = ReturnType<typeof useTrials>;
