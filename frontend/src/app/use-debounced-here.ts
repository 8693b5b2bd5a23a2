import { useDebouncedCallback } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';

/**
 * The call when typing has rested for so long, unless one has begun to leave the page by then: what
 * was typed must not lead back to it.
 */
export function useDebouncedHere(
  call: (value: string) => void,
  pauseMs: number,
): (value: string) => void {
  const router = useRouter();
  const later = useDebouncedCallback((value: string, page: string) => {
    if (router.latestLocation.pathname === page) call(value);
  }, pauseMs);
  return (value) => later(value, router.latestLocation.pathname);
}
