import { IconButton } from '@/components/button/button';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { CloseIcon, MegaphoneIcon } from '@/components/icons';
import { dismissNews, useNews } from '@/features/contests/news';

import classes from './jury-toasts.module.css';

/** What the jury says while one works. It takes no focus, is read out politely, and stays. */
export function JuryToasts({ contest }: { contest: string }) {
  const { t } = useTranslation();
  const news = useNews(contest);
  return (
    <div className={classes.corner} role="status" data-testid="jury-toasts">
      {news.map((one) => (
        <article key={one.id} className={classes.toast}>
          <span className={classes.icon}>
            <MegaphoneIcon size={16} />
          </span>
          <div className={classes.words}>
            <p className={classes.title}>
              {t(one.kind === 'answer' ? 'contests.newAnswer' : 'contests.newAnnouncement')}
              {one.problem !== null && ` · ${t('contests.problemLabel', { label: one.problem })}`}
            </p>
            {one.question !== null && <p className={classes.question}>{one.question}</p>}
            <p className={classes.text}>{one.text}</p>
            <Link to="/contests/$slug/clarifications" params={{ slug: contest }}>
              {t('contests.openTalk')}
            </Link>
          </div>
          <IconButton aria-label={t('contests.dismiss')} onClick={() => dismissNews(one.id)}>
            <CloseIcon size={14} />
          </IconButton>
        </article>
      ))}
    </div>
  );
}
