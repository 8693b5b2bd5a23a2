import { useTranslation } from 'react-i18next';

import { CodeLines } from '@/features/manage/kit/code-lines';
import { isIn, type Pair } from '@/features/manage/plagiarism/api';

import classes from './pair-view.module.css';

/** Two sources side by side, with what they share marked. */
export function PairView({ pair }: { pair: Pair }) {
  const { t } = useTranslation();
  const sides = [
    { one: pair.left, regions: pair.leftRegions, share: pair.leftShare },
    { one: pair.right, regions: pair.rightRegions, share: pair.rightShare },
  ];
  return (
    <div className={classes.sides}>
      {sides.map(({ one, regions, share }) => {
        const name = one.user.displayName || one.user.username;
        return (
          <section key={one.number} aria-label={t('plagiarism.sourceOf', { name })}>
            <h2 className={classes.name}>
              {name} · #{one.number} · {t('plagiarism.share', { percent: Math.round(share * 100) })}
            </h2>
            <CodeLines
              source={one.source}
              label={t('plagiarism.sourceOf', { name })}
              isMarked={(line) => isIn(regions, line)}
            />
          </section>
        );
      })}
    </div>
  );
}
