import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';

import classes from './ceremony-start.module.css';

/** Whether the reveal stays on this screen, or each result becomes public as it is shown. */
export type CeremonyMode = 'screen' | 'public';

interface Props {
  /** How many results are hidden. */
  count: number;
  isOver: boolean;
  onStart: (mode: CeremonyMode) => void;
}

const KEYS = ['next', 'back', 'auto', 'full', 'leave'] as const;

export function CeremonyStart({ count, isOver, onStart }: Props) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<CeremonyMode>('screen');
  const start = () => {
    // Refused where the browser doesn't want to: the stage fills the window then.
    document.documentElement.requestFullscreen().catch(() => undefined);
    onStart(mode);
  };
  return (
    <div className={classes.start}>
      <p>{t('standings.ceremonyLead', { count })}</p>
      <fieldset className={classes.modes}>
        <legend>{t('standings.whoSees')}</legend>
        {(['screen', 'public'] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="mode"
              checked={mode === one}
              disabled={one === 'public' && !isOver}
              onChange={() => setMode(one)}
            />
            <span>
              <strong>{t(`standings.mode.${one}`)}</strong>
              <br />
              {t(`standings.modeHelp.${one}`)}
            </span>
          </label>
        ))}
      </fieldset>
      <dl className={classes.keys}>
        {KEYS.map((one) => (
          <div key={one}>
            <dt>
              <kbd>{t(`standings.key.${one}`)}</kbd>
            </dt>
            <dd>{t(`standings.keyHelp.${one}`)}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={start}>{t('standings.startCeremony')}</Button>
    </div>
  );
}
