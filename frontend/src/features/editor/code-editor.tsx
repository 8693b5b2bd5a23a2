import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { lazyPart } from '@/components/lazy-part/lazy-part';
import type { CodeMirrorProps } from '@/features/editor/codemirror';

import classes from './code-editor.module.css';

export type { EditorHandle } from '@/features/editor/codemirror';

const CodeMirror = lazyPart(() => import('@/features/editor/codemirror'));

/** The code editor, fetched when the first one is shown. */
export function CodeEditor(props: CodeMirrorProps) {
  return (
    <Suspense fallback={<EditorLoading />}>
      <CodeMirror {...props} />
    </Suspense>
  );
}

export function EditorLoading() {
  const { t } = useTranslation();
  return (
    <div className={classes.loading} role="status">
      {t('solve.editorLoading')}
    </div>
  );
}
