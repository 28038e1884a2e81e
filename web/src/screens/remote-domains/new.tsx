import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { textOf } from '../../api/objects.ts';
import { handedOver } from '../../frame/handed-over.ts';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { CreateForm } from '../../settings/create-form.tsx';
import { NEW } from './remote-domain.ts';

/** Made with its name and domain, then set on its own page, as New- and Set-RemoteDomain do. */
export function NewRemoteDomain(): ReactNode {
  const { text } = useLanguage();
  const navigate = useNavigate();
  return (
    <Page title={text('remote.newTitle')} intro={text('remote.newIntro')}>
      <CreateForm
        settings={() => NEW}
        command={(parameters) => ({ name: 'New-RemoteDomain', parameters })}
        back="/remote-domains"
        onCreated={(ran) => {
          const made = ran[0]?.result.objects[0];
          const place = made === undefined ? '' : `/${textOf(made, 'Guid')}`;
          void navigate(`/remote-domains${place}`, { state: handedOver(ran) });
        }}
      />
    </Page>
  );
}
