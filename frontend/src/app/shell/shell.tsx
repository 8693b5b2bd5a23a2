import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { useIsMeKnown, useMe, useSessionEnd } from '@/app/session';
import { ConnectionBar } from '@/app/shell/connection-bar';
import { Header } from '@/app/shell/header';
import { VersionBar } from '@/app/shell/version-bar';
import { useLiveLists } from '@/features/submissions/use-live-lists';
import { changeLocale } from '@/lib/i18n';
import { liveSocket } from '@/lib/socket';

import classes from './shell.module.css';

/** What every page stands in. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const isKnown = useIsMeKnown();
  const isSignedIn = me !== null && me !== undefined;

  useEffect(() => {
    if (!isSignedIn) return undefined;
    liveSocket.start();
    return () => liveSocket.stop();
  }, [isSignedIn]);
  useLiveLists(isSignedIn);
  useSessionEnd(me);

  const preferred = me?.language;
  useEffect(() => {
    if (preferred !== undefined) void changeLocale(preferred);
  }, [preferred]);

  return (
    <>
      <a className={classes.skip} href="#content">
        {t('app.skipToContent')}
      </a>
      <Header me={me ?? null} isKnown={isKnown} />
      <VersionBar />
      {isSignedIn && <ConnectionBar />}
      <main id="content" className={classes.main} tabIndex={-1}>
        {isKnown && <Outlet />}
      </main>
    </>
  );
}
