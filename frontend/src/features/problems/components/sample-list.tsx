import { useTranslation } from 'react-i18next';

import { CopyButton } from '@/components/copy-button/copy-button';
import type { Sample } from '@/lib/api/types';

import classes from './sample-list.module.css';

export function SampleList({ samples }: { samples: readonly Sample[] }) {
  const { t } = useTranslation();
  if (samples.length === 0) return null;
  return (
    <section className={classes.samples} aria-label={t('solve.samples')}>
      {samples.map((sample, index) => {
        const number = index + 1;
        return (
          <div key={sample.name} className={classes.sample}>
            <h3 className={classes.title}>{t('solve.sample', { number })}</h3>
            {sample.interaction === '' ? (
              <>
                <Text
                  title={t('solve.input')}
                  text={sample.input}
                  copyLabel={t('solve.copyInput', { number })}
                />
                <Text
                  title={t('solve.answer')}
                  text={sample.answer}
                  copyLabel={t('solve.copyAnswer', { number })}
                />
              </>
            ) : (
              <Interaction text={sample.interaction} />
            )}
          </div>
        );
      })}
    </section>
  );
}

/** What a program reads stands on the left, what it prints on the right. */
function Interaction({ text }: { text: string }) {
  const { t } = useTranslation();
  const lines = text.split('\n').filter((line) => line !== '');
  return (
    <figure className={`${classes.box} ${classes.interaction}`}>
      <figcaption className={classes.speakers}>
        <span>{t('solve.programReads')}</span>
        <span>{t('solve.programPrints')}</span>
      </figcaption>
      {/* Long lines scroll, and what scrolls must take focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.text} tabIndex={0}>
        {lines.map((line, index) =>
          line.startsWith('---') ? (
            <hr key={index} className={classes.pass} aria-label={t('solve.nextPass')} />
          ) : (
            <pre key={index} className={line.startsWith('>') ? classes.printed : classes.read}>
              {line.replace(/^[<>] ?/, '')}
            </pre>
          ),
        )}
      </div>
    </figure>
  );
}

function Text({ title, text, copyLabel }: { title: string; text: string; copyLabel: string }) {
  const { t } = useTranslation();
  return (
    <figure className={classes.box}>
      <figcaption className={classes.caption}>
        {title}
        <CopyButton text={text} label={copyLabel} />
      </figcaption>
      {/* Long lines scroll, and what scrolls must take focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.text} tabIndex={0}>
        {text === '' ? <span className={classes.empty}>{t('solve.emptyText')}</span> : text}
      </pre>
    </figure>
  );
}
