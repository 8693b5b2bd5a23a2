import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { DropPanel } from '@/components/drop-panel/drop-panel';
import { BellIcon } from '@/components/icons';
import { lazyPart } from '@/components/lazy-part/lazy-part';
import { LoadingRows } from '@/components/states/states';
import { unreadQuery } from '@/features/notifications/api/get-unread';
import { useLiveNotifications } from '@/features/notifications/use-live-notifications';
import { loadMessages } from '@/lib/i18n';

import classes from './header.module.css';

const BellPanel = lazyPart(async () => {
  const [{ BellPanel: Panel }] = await Promise.all([
    import('@/app/shell/bell-panel'),
    loadMessages(['notifications']),
  ]);
  return { default: Panel };
});

const MOST_SHOWN = 99;

/** How many notifications are new, live; the newest of them on a press. */
export function Bell() {
  const { t } = useTranslation();
  const { data } = useQuery(unreadQuery);
  useLiveNotifications(true);
  const count = data?.unread_count ?? 0;
  return (
    <DropPanel
      className={`${classes.tool} ${classes.bell}`}
      label={t('nav.notifications', { count })}
      face={
        <>
          <BellIcon size={17} />
          {count > 0 && (
            <span className={classes.count} data-testid="unread-count">
              {count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
            </span>
          )}
        </>
      }
    >
      {(close) => (
        <Suspense fallback={<LoadingRows rows={3} />}>
          <BellPanel onClose={close} />
        </Suspense>
      )}
    </DropPanel>
  );
}
