import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ChangeEventHandler, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Textarea } from '@/components/inputs';
import { RichText } from '@/components/rich-text/rich-text';
import { Complaint } from '@/features/manage/kit/form';
import { MarkdownPreview } from '@/features/manage/kit/preview.gen';
import { request } from '@/lib/graphql/request';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from './kit.module.css';

const TYPING_PAUSE_MS = 350;

interface Props {
  label: string;
  description?: string;
  value: string;
  error?: ReactNode;
  onChange: ChangeEventHandler<HTMLTextAreaElement>;
  rows?: number;
  language?: string;
  required?: boolean;
  /** How the text becomes HTML, as a key for the cache and the way to ask; else as in notices. */
  render?: { key: string; ask: (source: string, signal: AbortSignal) => Promise<string> };
}

const asInNotices = {
  key: 'markdown',
  ask: async (markdown: string, signal: AbortSignal) =>
    (await request(MarkdownPreview, { markdown }, { signal })).markdownPreview,
};

/** Markdown, and beside it as it will look. */
export function MarkdownField({ render = asInNotices, rows = 8, language, ...input }: Props) {
  const { t } = useTranslation();
  const source = useDebouncedValue(input.value, TYPING_PAUSE_MS);
  const preview = useQuery({
    queryKey: ['preview', render.key, source],
    queryFn: ({ signal }) => render.ask(source, signal),
    enabled: source.trim() !== '',
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return (
    <div className={classes.split}>
      <Textarea {...input} rows={rows} {...(language === undefined ? {} : { lang: language })} />
      <section aria-label={t('manage.previewOf', { name: input.label })}>
        <p className={classes.dim}>{t('manage.preview')}</p>
        <div className={classes.preview}>
          {source.trim() !== '' && preview.data !== undefined && (
            <RichText html={preview.data} {...(language === undefined ? {} : { language })} />
          )}
          <Complaint error={preview.error} />
        </div>
      </section>
    </div>
  );
}
