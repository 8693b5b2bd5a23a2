import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { useSolvePlace } from '@/app/pages/solve/place';
import { createSubmission } from '@/features/submissions/api/create-submission';
import { submissionQuery } from '@/features/submissions/api/get-submission';
import { SUBMISSION_LISTS } from '@/features/submissions/api/get-submissions';
import { NetworkError } from '@/lib/api/errors';
import { placed } from '@/lib/source-files';

interface Code {
  language: string;
  source: string;
}

/** Handing in for one problem, and which submission is being watched. */
export function useSubmit(problem: string) {
  const client = useQueryClient();
  const place = useSolvePlace();
  const problem_set = place?.set ?? null;
  const [shown, setShown] = useState<number | null>(null);
  const unanswered = useRef<(Code & { idempotencyKey: string }) | null>(null);

  const { mutate, isPending, isPaused, error } = useMutation({
    mutationFn: (code: Code) => {
      // If the last answer was lost on the way, the same code again is the same submission.
      const last = unanswered.current;
      const isRepeat = last?.language === code.language && last.source === code.source;
      const idempotencyKey = isRepeat ? last.idempotencyKey : crypto.randomUUID();
      unanswered.current = { ...code, idempotencyKey };
      return createSubmission({ problem, problem_set, ...code, idempotencyKey });
    },
    onMutate: () => setShown(null),
    onError: (refusal) => {
      if (!(refusal instanceof NetworkError)) unanswered.current = null;
    },
    onSuccess: (submission, { source }) => {
      unanswered.current = null;
      client.setQueryData(submissionQuery(submission.id).queryKey, {
        ...submission,
        ...placed(source),
        judgement_ordinal: 1,
        compile_message: '',
        stage: null,
        runs: [],
        groups: [],
        staff_note: null,
      });
      setShown(submission.id);
      void client.invalidateQueries({ queryKey: SUBMISSION_LISTS });
    },
  });
  return { submit: mutate, isPending, isPaused, error, shown };
}
