import { api, unwrap } from '@/lib/api/client';
import type { Me } from '@/lib/api/types';

interface Change {
  language?: 'ko' | 'en';
  display_name?: string;
  time_zone?: string;
  is_listed?: boolean;
}

export function changeMe(change: Change): Promise<Me> {
  return unwrap(api.PATCH('/api/v1/me', { body: change }));
}

/** Once only: staff know people by it. */
export function sayStudentNumber(student_number: string): Promise<Me> {
  return unwrap(api.PUT('/api/v1/me/student-number', { body: { student_number } }));
}
