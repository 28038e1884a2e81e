import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { textOf } from '../../api/objects.ts';
import { useRunCommands } from '../../command/use-run-commands.ts';
import { Wizard } from '../../command/wizard.tsx';
import { handedOver } from '../../frame/handed-over.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { Draft } from '../../settings/draft.ts';
import { SettingField } from '../../settings/setting-field.tsx';
import { SettingSummary } from '../../settings/setting-summary.tsx';
import { FIRST, PAGES, pageSettings, type WizardPage } from './send-settings.ts';
import { askedSettings, missingOn, newConnectorCommand, pageOfParameter } from './wizard-answers.ts';

/** Exchange: "New send connector", page by page. It ends with all that was answered, then leads to the test. */
export function NewSendConnector(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  const run = useRunCommands();
  const [draft, setDraft] = useState<Draft>(FIRST);
  return (
    <Wizard
      title={text('send.newTitle')}
      intro={text('send.newIntro')}
      pages={PAGES}
      pageName={(page) => text(`sendWizard.${page}`)}
      hasFault={(page) => missingOn(page, draft).length > 0}
      command={newConnectorCommand(draft)}
      run={run}
      faultPage={(error) => pageOfParameter(error, draft)}
      back="/send-connectors"
      onDone={(ran) => {
        const made = ran[0]?.result.objects[0];
        const place = made === undefined ? '' : `/${textOf(made, 'Guid')}?tab=test`;
        void navigate(`/send-connectors${place}`, { state: handedOver(ran) });
      }}
    >
      {(page, isJudged) =>
        page === 'summary' ? (
          <SettingSummary settings={askedSettings(draft)} draft={draft} />
        ) : (
          <Fields {...{ page, isJudged, draft, error: run.error }} onChange={setDraft} />
        )
      }
    </Wizard>
  );
}

type FieldsProps = Readonly<{
  page: WizardPage;
  isJudged: boolean;
  draft: Draft;
  error: unknown;
  onChange: (draft: Draft) => void;
}>;

function Fields({ page, isJudged, draft, error, onChange }: FieldsProps): ReactNode {
  const { text } = useLanguage();
  const missing = isJudged ? missingOn(page, draft) : [];
  return pageSettings(page, draft).map((setting) => (
    <SettingField
      key={setting.parameter}
      setting={setting}
      draft={draft}
      error={error}
      {...(missing.some(({ parameter }) => parameter === setting.parameter)
        ? { fault: text('settings.missing') }
        : {})}
      onChange={(name, value) => onChange({ ...draft, [name]: value })}
    />
  ));
}
