import { entries, text, toggle } from '../../settings/build-setting.ts';
import type { ServerForm } from './server-form.ts';

/** A certificate from an authority by itself. Decision: ADR-0019 */
export const ACME: ServerForm = {
  get: { name: 'Get-AcmeConfig', parameters: {} },
  set: 'Set-AcmeConfig',
  hasIdentity: false,
  intro: 'acme.intro',
  groups: [
    {
      title: null,
      settings: [
        toggle('Enabled', 'acme.enabled'),
        entries('DomainNames', 'acme.names', 'acme.namesHint'),
        entries('AdditionalCertificates', 'acme.further', 'acme.furtherHint'),
      ],
    },
    {
      title: 'acme.authority',
      settings: [
        text('DirectoryUrl', 'acme.directory', 'acme.directoryHint'),
        entries('Contacts', 'acme.contacts', 'acme.contactsHint'),
        toggle('TermsOfServiceAgreed', 'acme.terms'),
        {
          parameter: 'ExternalAccountCredential',
          name: 'acme.customer',
          hint: 'acme.customerHint',
          kind: 'credential',
        },
      ],
    },
    {
      title: 'acme.proof',
      settings: [
        entries('ChallengeBindings', 'acme.bindings', 'acme.bindingsHint'),
        text('RenewBefore', 'acme.renewBefore', 'acme.renewBeforeHint'),
      ],
    },
  ],
};
