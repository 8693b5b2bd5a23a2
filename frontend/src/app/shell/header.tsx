import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Bell } from '@/app/shell/bell';
import { navLinksOf } from '@/app/shell/nav-links';
import { AccountMenu, LanguageSwitch, ThemeMenu } from '@/app/shell/menus';
import { Leaf, SearchIcon } from '@/components/icons';
import type { Me } from '@/lib/api/types';

import classes from './header.module.css';

const CommandPalette = lazy(async () => ({
  default: (await import('@/app/shell/command-palette')).CommandPalette,
}));

interface Props {
  me: Me | null;
  /** Until then there is room for either: what is shown must not move. */
  isKnown: boolean;
}

export function Header({ me, isKnown }: Props) {
  const { t } = useTranslation();
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.brand}>
        <span className={classes.leaf}>
          <Leaf size={20} />
        </span>
        {t('app.name')}
      </Link>
      <nav className={classes.nav} aria-label={t('app.mainNavigation')}>
        {(isKnown ? navLinksOf(me) : []).map(({ to, label }) => (
          <Link key={to} to={to} className={classes.link} activeOptions={{ exact: to === '/' }}>
            {t(label)}
          </Link>
        ))}
      </nav>
      <div className={classes.tools}>
        {isKnown && <SearchButton />}
        {!isKnown ? null : me === null ? (
          <>
            <LanguageSwitch isSignedIn={false} />
            <ThemeMenu />
            <Link to="/login" className={classes.signIn}>
              {t('nav.signIn')}
            </Link>
          </>
        ) : (
          <>
            <Bell />
            <LanguageSwitch isSignedIn />
            <ThemeMenu />
            <AccountMenu me={me} />
          </>
        )}
      </div>
    </header>
  );
}

function SearchButton() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <>
      <button
        type="button"
        className={classes.search}
        aria-keyshortcuts="Control+K"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <SearchIcon size={15} />
        <span className={classes.searchLabel}>{t('nav.search')}</span>
        <kbd className={classes.key}>Ctrl K</kbd>
      </button>
      {isOpen && (
        <Suspense>
          <CommandPalette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
