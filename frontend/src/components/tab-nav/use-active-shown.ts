import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** For a row of links that is wider than a phone: the one that is open comes into sight. */
export function useActiveShown() {
  const row = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const link = row.current?.querySelector<HTMLElement>('[data-status=active]');
    if (row.current === null || link == null) return;
    row.current.scrollLeft = link.offsetLeft - (row.current.clientWidth - link.offsetWidth) / 2;
  }, [pathname]);
  return row;
}
