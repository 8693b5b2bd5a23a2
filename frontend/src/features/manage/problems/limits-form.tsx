import { useTranslation } from 'react-i18next';

import { TextInput } from '@/components/inputs';
import { toNumber, useEdit } from '@/features/manage/kit/fields';
import { Form, Panel, Row } from '@/features/manage/kit/form';
import type { Problem } from '@/features/manage/problems/api';
import { EditPackage } from '@/features/manage/problems/packages.gen';
import { request } from '@/lib/graphql/request';

const KIB_PER_MIB = 1024;

export function LimitsForm({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const live = problem.testPackage;
  const { fields, save, submit } = useEdit(
    {
      timeLimitMs: String(live?.timeLimitMs ?? 1000),
      memoryMib: String((live?.memoryLimitKib ?? 262_144) / KIB_PER_MIB),
    },
    ({ timeLimitMs, memoryMib }) =>
      request(EditPackage, {
        problemId: problem.id,
        edits: [
          {
            setLimits: {
              timeLimitMs: toNumber(timeLimitMs),
              memoryLimitKib: Math.round(Number(memoryMib) * KIB_PER_MIB),
            },
          },
        ],
      }),
  );
  return (
    <Panel title={t('managedProblems.limits')}>
      <Form
        save={save}
        submitLabel={t('managedProblems.gather')}
        savedLabel={t('managedProblems.gathered')}
        onSave={submit}
      >
        <Row>
          <TextInput
            type="number"
            min={1}
            label={t('managedProblems.timeLimitMs')}
            required
            {...fields.text('timeLimitMs')}
          />
          <TextInput
            type="number"
            min={1}
            label={t('managedProblems.memoryMib')}
            required
            {...fields.text('memoryMib')}
          />
        </Row>
      </Form>
    </Panel>
  );
}
