import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { textOf } from '../../api/objects.ts';
import { ObjectPage } from '../../frame/object-page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { SettingsForm } from '../../settings/settings-form.tsx';
import { EDIT, GET_REMOTE_DOMAINS, isDefault, REMOVAL } from './remote-domain.ts';

/** One remote domain: which reports go there. */
export function EditRemoteDomain(): ReactNode {
  const { text } = useLanguage();
  const { guid = '' } = useParams();
  return (
    <ObjectPage
      get={GET_REMOTE_DOMAINS}
      find={(object) => textOf(object, 'Guid') === guid}
      title={(object) => textOf(object, 'Name')}
      back={{ path: '/remote-domains', name: 'remote.title' }}
      removal={REMOVAL}
    >
      {(object) => (
        <SettingsForm
          key={guid}
          object={object}
          settings={EDIT}
          shown={EDIT}
          command="Set-RemoteDomain"
          identity={textOf(object, 'Name')}
        >
          {isDefault(object) ? (
            <p className="hint">{text('remote.isDefaultHint')}</p>
          ) : (
            <p>
              {text('remote.domain')}: <code>{textOf(object, 'DomainName')}</code>
            </p>
          )}
        </SettingsForm>
      )}
    </ObjectPage>
  );
}
