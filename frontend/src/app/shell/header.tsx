import { UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useSignOut } from '@/app/session';
import {
  CheckIcon,
  ChevronIcon,
  GlobeIcon,
  Leaf,
  MoonIcon,
  PersonIcon,
  ScreenIcon,
  SunIcon,
} from '@/components/icons';
import { DropPanel } from '@/components/drop-panel/drop-panel';
import { changeMe } from '@/features/accounts/api/change-me';
import { meQuery } from '@/features/accounts/api/get-me';
import type { Me } from '@/lib/api/types';
import { changeLocale, currentLocale, type Locale } from '@/lib/i18n';

import classes from './header.module.css';

export function Header({ me }: { me: Me | null }) {
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
        {me !== null && (
          <Link to="/" className={classes.link} activeOptions={{ exact: true }}>
            {t('nav.home')}
          </Link>
        )}
        <Link to="/problems" className={classes.link}>
          {t('nav.problems')}
        </Link>
        {me !== null && (
          <Link to="/submissions" className={classes.link}>
            {t('nav.submissions')}
          </Link>
        )}
      </nav>
      <div className={classes.tools}>
        <LanguageSwitch isSignedIn={me !== null} />
        <ThemeMenu />
        {me === null ? (
          <Link to="/login" className={classes.signIn}>
            {t('nav.signIn')}
          </Link>
        ) : (
          <AccountMenu me={me} />
        )}
      </div>
    </header>
  );
}

function LanguageSwitch({ isSignedIn }: { isSignedIn: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const other: Locale = currentLocale() === 'ko' ? 'en' : 'ko';
  const change = async () => {
    await changeLocale(other);
    // The choice holds on this device even where the account can't take it just now.
    if (isSignedIn) {
      await changeMe({ language: other }).then(
        (me) => client.setQueryData(meQuery.queryKey, me),
        () => undefined,
      );
    }
    await client.invalidateQueries({ queryKey: ['problems'] });
  };
  return (
    <UnstyledButton
      className={classes.tool}
      lang={other}
      title={t('nav.switchLanguage')}
      onClick={() => void change()}
    >
      <GlobeIcon size={15} /> {other === 'ko' ? '한국어' : 'English'}
    </UnstyledButton>
  );
}

function ThemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { value: 'light', label: t('nav.themeLight'), icon: <SunIcon /> },
    { value: 'dark', label: t('nav.themeDark'), icon: <MoonIcon /> },
    { value: 'auto', label: t('nav.themeAuto'), icon: <ScreenIcon /> },
  ] as const;
  const current = choices.find(({ value }) => value === colorScheme) ?? choices[2];
  return (
    <DropPanel
      className={classes.tool}
      label={`${t('nav.theme')}: ${current.label}`}
      face={current.icon}
    >
      {(close) =>
        choices.map(({ value, label, icon }) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === colorScheme}
            onClick={() => {
              setColorScheme(value);
              close();
            }}
          >
            {icon} {label} <span>{value === colorScheme && <CheckIcon size={13} />}</span>
          </button>
        ))
      }
    </DropPanel>
  );
}

function AccountMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const name = me.display_name || me.username;
  return (
    <DropPanel
      className={classes.tool}
      label={t('nav.account', { name })}
      face={
        <>
          <PersonIcon />
          <span className={classes.name}>{name}</span>
          <ChevronIcon size={12} />
        </>
      }
    >
      {() => (
        <>
          <p>
            {me.username}
            <br />
            {me.email}
          </p>
          {me.is_staff && <a href="/admin/">{t('nav.admin')}</a>}
          <button type="button" onClick={() => void signOut()}>
            {t('nav.signOut')}
          </button>
        </>
      )}
    </DropPanel>
  );
}
