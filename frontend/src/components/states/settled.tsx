import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';

/** What takes longer is not worth waiting for. */
const AT_MOST_MS = 3_000;

/**
 * Shows its content once everything that it asks for first has been answered, and from then on: parts
 * that come one by one would push each other about.
 */
export function Settled({ loading, children }: { loading: ReactNode; children: ReactNode }) {
  const asked = useIsFetching({ predicate: ({ state }) => state.status === 'pending' });
  const [isMounted, setMounted] = useState(false);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    // By now the parts have asked.
    setMounted(true);
    const timer = setTimeout(() => setShown(true), AT_MOST_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (isMounted && asked === 0) setShown(true);
  }, [isMounted, asked]);
  return (
    <>
      {!isShown && loading}
      <div hidden={!isShown}>{children}</div>
    </>
  );
}
