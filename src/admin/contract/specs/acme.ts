import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, EDITABLE } from './spec-builder.ts';

export const getAcmeConfig: CommandSpec = command(
  'Get-AcmeConfig',
  {
    synopsis: 'Shows how the server gets its certificates from an authority, and how that goes.',
    returns: 'AcmeConfig',
    examples: [{ code: 'Get-AcmeConfig | Format-List', text: 'Shows the settings and the last error.' }],
  },
  [DOMAIN_CONTROLLER],
);

/** Our own: Exchange has no such command. Decision: ADR-0019 */
export const setAcmeConfig: CommandSpec = command(
  'Set-AcmeConfig',
  {
    synopsis: 'Changes how the server gets its certificates from an authority (ACME).',
    shouldProcess: true,
    returns: '',
    examples: [
      {
        code: 'Set-AcmeConfig -DirectoryUrl https://acme.example/directory -DomainNames mail.contoso.com -Contacts admin@contoso.com -TermsOfServiceAgreed $true -Enabled $true',
        text: 'Asks for a certificate now, and for a new one before it expires.',
      },
      {
        code: "Set-AcmeConfig -AdditionalCertificates 'relay.contoso.com;smtp.contoso.com', mail.fabrikam.com",
        text: 'Asks for two further certificates, the first with two names.',
      },
    ],
  },
  [
    acts('Enabled', 'Boolean', { help: '$true: a certificate is asked for and renewed.' }),
    acts('DirectoryUrl', 'String', { help: "https URL of the authority's directory." }),
    acts('DomainNames', 'MultiValuedProperty', { ...EDITABLE, help: 'Host names of the certificate.' }),
    acts('AdditionalCertificates', 'MultiValuedProperty', {
      ...EDITABLE,
      help: 'One further certificate each: its host names, parted by semicolons.',
    }),
    acts('ExternalAccountCredential', 'PSCredential', {
      help: 'What the authority gave you to bind a new account to: the key identifier as the user name, the MAC key (base64url) as the password; $null: nothing.',
    }),
    acts('Contacts', 'MultiValuedProperty', {
      ...EDITABLE,
      help: 'E-mail addresses that the authority may write to; they count for a new account.',
    }),
    acts('TermsOfServiceAgreed', 'Boolean', { help: 'You agree to the terms of the authority.' }),
    acts('ChallengeBindings', 'MultiValuedProperty', {
      ...EDITABLE,
      help: 'address:port that answer the authority while it checks the names; it asks at port 80. The port offset is added.',
    }),
    acts('RenewBefore', 'EnhancedTimeSpan', {
      help: 'How long before its end a certificate is renewed; at the latest after two thirds of its life.',
    }),
    DOMAIN_CONTROLLER,
  ],
);

/** Our own. Decision: ADR-0019 */
export const updateAcmeCertificate: CommandSpec = command(
  'Update-AcmeCertificate',
  {
    synopsis: 'Asks the authority for new certificates now, whether or not they are due.',
    shouldProcess: true,
    returns: '',
    examples: [
      { code: 'Update-AcmeCertificate', text: 'Tries at once, for example after a firewall was opened.' },
    ],
  },
  [DOMAIN_CONTROLLER],
);
