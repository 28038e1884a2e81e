import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { Value } from '../../../../src/admin/contract/values.ts';
import type { Command } from '../../api/commands.ts';
import { textOf } from '../../api/objects.ts';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { CreateForm } from '../../settings/create-form.tsx';
import { type Draft, textIn } from '../../settings/draft.ts';
import { FIRST, newSettings } from './send-settings.ts';

/** Exchange: "New send connector". One page, for nothing depends on what comes later. */
export function NewSendConnector(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  return (
    <Page title={text('send.newTitle')} intro={text('send.newIntro')}>
      <CreateForm
        settings={newSettings}
        first={FIRST}
        command={newCommand}
        back="/send-connectors"
        onCreated={(connector) =>
          void navigate(
            connector === undefined
              ? '/send-connectors'
              : `/send-connectors/${textOf(connector, 'Guid')}?tab=test`,
          )
        }
      />
    </Page>
  );
}

/** Our question about the routing as the command's own parameter. */
function newCommand({ Name, Routing, ...changed }: Readonly<Record<string, Value>>, draft: Draft): Command {
  return {
    name: 'New-SendConnector',
    parameters: {
      Name: Name ?? '',
      Usage: textIn(draft, 'Usage'),
      ...changed,
      ...(Routing === undefined ? {} : { DNSRoutingEnabled: Routing !== 'smartHosts' }),
    },
  };
}
