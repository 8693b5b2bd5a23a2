import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { manageAreas } from '@/app/pages/manage/areas';
import { isTeaching, useMe } from '@/app/session';
import { ButtonLink } from '@/components/button/button-link';
import { LockIcon } from '@/components/icons';
import { Page } from '@/components/page/page';
import { LoadingRows, Note } from '@/components/states/states';
import { useActiveShown } from '@/components/tab-nav/use-active-shown';

import classes from './manage-shell.module.css';

/** The staff's side of the product: its areas, and the page of one of them. */
export function ManageShell() {
  const { t } = useTranslation();
  const me = useMe();
  const nav = useActiveShown();
  if (me === undefined || me === null) return <LoadingRows />;
  if (!isTeaching(me)) return <Outsider />;
  return (
    <div className={classes.frame}>
      <nav ref={nav} className={classes.nav} aria-label={t('manage.areas')}>
        {manageAreas.map(({ to, label, isExact }) => (
          <Link key={to} to={to} className={classes.link} activeOptions={{ exact: isExact }}>
            {t(label)}
          </Link>
        ))}
      </nav>
      <div className={classes.content}>
        <Outlet />
      </div>
    </div>
  );
}

function Outsider() {
  const { t } = useTranslation();
  return (
    <Page title={t('nav.manage')}>
      <Note
        title={t('manage.outsiderTitle')}
        text={t('manage.outsiderText')}
        icon={<LockIcon />}
        action={
          <ButtonLink to="/courses" size="sm" variant="default">
            {t('manage.outsiderAction')}
          </ButtonLink>
        }
      />
    </Page>
  );
}
