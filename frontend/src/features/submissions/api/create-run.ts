import type { runInputs } from '@/features/submissions/trials';
import { api, unwrap } from '@/lib/api/client';
import type { CustomRun } from '@/lib/api/types';

export interface NewRun {
  problem: string;
  language: string;
  source: string;
  inputs: ReturnType<typeof runInputs>;
}

export function createRun(run: NewRun): Promise<CustomRun> {
  return unwrap(api.POST('/api/v1/runs', { body: run }));
}
