import { IconButton } from '@/components/button/button';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CheckIcon, CopyIcon } from '@/components/icons';

const SHOWN_FOR_MS = 1500;

/** Copies `text`, and says so to eyes and ears. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <>
      <IconButton onClick={copy} aria-label={label} title={label}>
        {isCopied ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
      </IconButton>
      <VisuallyHidden role="status">{isCopied ? t('solve.copied') : ''}</VisuallyHidden>
    </>
  );
}
