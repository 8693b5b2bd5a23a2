import type { Course } from '@/features/courses/api/get-course';
import { api, unwrap } from '@/lib/api/client';

/** Join the course that this code is of. */
export function joinByCode(code: string): Promise<Course> {
  return unwrap(api.POST('/api/v1/courses/join', { body: { code } }));
}

/** Ask the staff to be let in. */
export function askToJoin(slug: string, message: string): Promise<Course> {
  return unwrap(
    api.POST('/api/v1/courses/{slug}/join-requests', {
      params: { path: { slug } },
      body: { message },
    }),
  );
}

export function withdrawRequest(slug: string): Promise<unknown> {
  return unwrap(
    api.DELETE('/api/v1/courses/{slug}/join-requests/mine', { params: { path: { slug } } }),
  );
}

export function leaveCourse(slug: string): Promise<unknown> {
  return unwrap(api.DELETE('/api/v1/courses/{slug}/membership', { params: { path: { slug } } }));
}
