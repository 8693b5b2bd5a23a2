import type { runInputs } from '@/features/submissions/trials';
import { api, unwrap } from '@/lib/api/client';
import type { CustomRun } from '@/lib/api/types';
import { toSend } from '@/lib/source-files';

export interface NewRun {
  problem: string;
  language: string;
  /** One text, or several files packed. */
  source: string;
  inputs: ReturnType<typeof runInputs>;
}

export function createRun(run: NewRun): Promise<CustomRun> {
  return unwrap(api.POST('/api/v1/runs', { body: { ...run, ...toSend(run.source) } }));
}
