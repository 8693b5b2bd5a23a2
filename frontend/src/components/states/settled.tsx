import { useQueryClient, type Query } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';

/** What takes longer is not worth waiting for. */
const AT_MOST_MS = 3_000;

const isUnanswered = ({ state }: Query) => state.status === 'pending';

/**
 * Shows its content once everything that it asks for first has been answered, and from then on: parts
 * that come one by one would push each other about.
 */
export function Settled({ loading, children }: { loading: ReactNode; children: ReactNode }) {
  const client = useQueryClient();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const look = () => {
      if (client.isFetching({ predicate: isUnanswered }) === 0) setShown(true);
    };
    const stop = client.getQueryCache().subscribe(look);
    // By then the parts have asked; where all is known already, nothing else happens.
    const first = setTimeout(look);
    const last = setTimeout(() => setShown(true), AT_MOST_MS);
    return () => {
      stop();
      clearTimeout(first);
      clearTimeout(last);
    };
  }, [client]);
  return (
    <>
      {!isShown && loading}
      <div hidden={!isShown}>{children}</div>
    </>
  );
}
