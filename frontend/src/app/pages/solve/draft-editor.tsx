import { IconButton } from '@/components/button/button';
import { useId, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';

import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { ResetIcon } from '@/components/icons';
import { CodeEditor, type EditorHandle } from '@/features/editor/code-editor';
import { DraftStatus } from '@/features/editor/components/draft-status';
import { useDraft, type Draft } from '@/features/editor/use-draft';
import type { Language } from '@/lib/api/types';

import classes from './workbench.module.css';

interface Props {
  draftKey: string;
  language: Language;
  editor: RefObject<EditorHandle | null>;
  replaceWith: string | undefined;
  onSubmit: () => void;
  action: ReactNode;
}

/** One draft: its state, what can be done with it, and the editor. Cells of the grid around it. */
export function DraftEditor(props: Props) {
  const { draftKey, language, editor, replaceWith, onSubmit, action } = props;
  const { t } = useTranslation();
  const draft = useDraft(draftKey, language.template);
  const [isResetAsked, setResetAsked] = useState(false);
  const hintId = useId();

  return (
    <>
      <div className={classes.tools}>
        <IconButton
          aria-label={t('solve.reset')}
          title={t('solve.reset')}
          onClick={() => setResetAsked(true)}
        >
          <ResetIcon size={15} />
        </IconButton>
        <DraftStatus status={draft.status} />
        <span className={classes.action}>{action}</span>
      </div>
      <OtherTab draft={draft} onLoad={(text) => editor.current?.replace(text)} />
      <div className={classes.editor}>
        <CodeEditor
          ref={editor}
          text={draft.initial}
          mode={language.editor_mode}
          label={t('solve.editorLabel')}
          describedBy={hintId}
          replaceWith={replaceWith}
          onChange={draft.change}
          onSubmit={onSubmit}
        />
        <span id={hintId} hidden>
          {t('solve.editorHint')}
        </span>
      </div>
      {isResetAsked && (
        <ConfirmDialog
          title={t('solve.resetConfirm')}
          text={t('solve.resetConfirmText', { language: language.name })}
          confirmLabel={t('solve.resetAction')}
          cancelLabel={t('solve.cancel')}
          onConfirm={() => editor.current?.replace(language.template)}
          onClose={() => setResetAsked(false)}
        />
      )}
    </>
  );
}

function OtherTab({ draft, onLoad }: { draft: Draft; onLoad: (text: string) => void }) {
  const { t } = useTranslation();
  const { fromOtherTab, dismissOtherTab } = draft;
  if (fromOtherTab === null) return null;
  const load = () => {
    onLoad(fromOtherTab);
    dismissOtherTab();
  };
  return (
    <p className={classes.otherTab} role="status">
      <span>{t('solve.otherTab')}</span>
      <button type="button" onClick={load}>
        {t('solve.otherTabLoad')}
      </button>
      <button type="button" onClick={dismissOtherTab}>
        {t('solve.otherTabKeep')}
      </button>
    </p>
  );
}
