import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './page.module.css';

/** The title of the browser's tab. */
export function useDocumentTitle(title: string): void {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
}

interface Props {
  title: string;
  heading?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A page of usual width: its heading, what stands beside it, and the content. */
export function Page({ title, heading = title, aside, children }: Props) {
  useDocumentTitle(title);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.heading}>{heading}</h1>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </div>
      {children}
    </div>
  );
}

export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.subheading}>{title}</h2>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}
