import { useTranslation } from 'react-i18next';

import { readCompileMessage, type GoTo } from '@/features/submissions/compile-message';

import classes from './compile-message.module.css';

interface Props {
  message: string;
  /** Without it the places are plain text. */
  onGoTo?: GoTo | undefined;
}

/** What the compiler said; each line that names a place leads there. */
export function CompileMessage({ message, onGoTo }: Props) {
  const { t } = useTranslation();
  if (message.trim() === '') return null;
  return (
    <section
      className={classes.frame}
      aria-label={t('judging.compileMessage')}
      data-testid="compile-message"
    >
      <h3 className={classes.title}>{t('judging.compileMessage')}</h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so it takes focus */}
      <pre className={classes.text} tabIndex={0}>
        {readCompileMessage(message).map(({ text, line, column, file }, index) => (
          <span key={index} className={classes.line}>
            {line !== null && onGoTo !== undefined ? (
              <button
                type="button"
                className={classes.jump}
                onClick={() => onGoTo(line, column, file)}
                title={t('judging.goToLine', { line })}
              >
                {text}
              </button>
            ) : (
              text
            )}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  );
}
