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
  /** Links to what this page is part of, outermost first. */
  crumbs?: readonly ReactNode[];
  children: ReactNode;
}

/** A page of usual width: its heading, what stands beside it, and the content. */
export function Page({ title, heading = title, aside, crumbs, children }: Props) {
  useDocumentTitle(title);
  return (
    <div className={classes.page}>
      {crumbs !== undefined && <Breadcrumbs crumbs={crumbs} />}
      <div className={classes.head}>
        <h1 className={classes.heading}>{heading}</h1>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </div>
      {children}
    </div>
  );
}

export function Breadcrumbs({ crumbs }: { crumbs: readonly ReactNode[] }) {
  const { t } = useTranslation();
  return (
    <nav className={classes.crumbs} aria-label={t('app.breadcrumbs')}>
      <ol>
        {crumbs.map((crumb, index) => (
          <li key={index}>{crumb}</li>
        ))}
      </ol>
    </nav>
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
