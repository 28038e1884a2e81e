import type { CommandSpec } from '../command-spec.ts';
import { acts, command, DOMAIN_CONTROLLER, LIST } from './spec-builder.ts';

const SERVER = acts('Server', 'ServerIdParameter', { help: 'Name of this server; there is no other.' });
const THUMBPRINT = acts('Thumbprint', 'String', {
  position: 0,
  pipeline: true,
  mandatory: true,
  help: 'SHA-1 of the certificate, as Get-ExchangeCertificate shows it.',
});
const FORCE = acts('Force', 'SwitchParameter', {
  help: 'Accepted for the sake of scripts; nothing is asked.',
});
const FRIENDLY_NAME = acts('FriendlyName', 'String');
const EXPORTABLE = acts('PrivateKeyExportable', 'Boolean');

/** Exchange: New-ExchangeCertificate. mail-flow.md §11.3 */
export const newExchangeCertificate: CommandSpec = command(
  'New-ExchangeCertificate',
  {
    synopsis: 'Makes a self-signed certificate, or a request for a certificate authority.',
    shouldProcess: true,
    returns: 'ExchangeCertificate',
    examples: [
      {
        code: 'New-ExchangeCertificate -GenerateRequest -SubjectName "CN=mail.contoso.com, O=Contoso, C=US" -DomainName mail.contoso.com',
        text: 'Returns the request as text, for the authority; Import-ExchangeCertificate takes its answer.',
      },
    ],
  },
  [
    acts('DomainName', 'MultiValuedProperty', { ...LIST, help: 'Host names; default: those of the server.' }),
    acts('SubjectName', 'X500DistinguishedName', { help: 'CN=mail.contoso.com, O=Contoso, C=US' }),
    acts('GenerateRequest', 'SwitchParameter'),
    acts('KeySize', 'Int32', { help: '1024, 2048 or 4096.' }),
    acts('Services', 'AllowedServices', { multiple: true, help: 'Default: IMAP, POP, SMTP.' }),
    FRIENDLY_NAME,
    EXPORTABLE,
    FORCE,
    SERVER,
    DOMAIN_CONTROLLER,
  ],
);

export const importExchangeCertificate: CommandSpec = command(
  'Import-ExchangeCertificate',
  {
    synopsis: 'Takes a certificate with its key from PEM text, or the answer to a request.',
    shouldProcess: true,
    returns: 'ExchangeCertificate',
    examples: [
      {
        code: "Import-ExchangeCertificate -FileName /root/mail.pem -Password (ConvertTo-SecureString 'secret' -AsPlainText -Force)",
        text: 'Enable it afterwards: Enable-ExchangeCertificate -Thumbprint … -Services SMTP.',
      },
    ],
  },
  [
    acts('FileName', 'String', { help: 'A PEM file that the server can read.' }),
    acts('FileData', 'Byte[]', { ...LIST, help: 'PEM text, or its octets.' }),
    acts('Password', 'SecureString'),
    FRIENDLY_NAME,
    EXPORTABLE,
    SERVER,
    DOMAIN_CONTROLLER,
  ],
);

export const enableExchangeCertificate: CommandSpec = command(
  'Enable-ExchangeCertificate',
  {
    synopsis: 'Lets services use a certificate. Services are added, never taken away.',
    shouldProcess: true,
    returns: '',
  },
  [
    THUMBPRINT,
    acts('Services', 'AllowedServices', { multiple: true, mandatory: true }),
    FORCE,
    SERVER,
    DOMAIN_CONTROLLER,
  ],
);

export const getExchangeCertificate: CommandSpec = command(
  'Get-ExchangeCertificate',
  { synopsis: 'Shows certificates and requests.', returns: 'ExchangeCertificate' },
  [
    acts('Thumbprint', 'String', { position: 0, pipeline: true }),
    acts('DomainName', 'MultiValuedProperty', {
      ...LIST,
      help: 'Only certificates that cover all of these names.',
    }),
    SERVER,
    DOMAIN_CONTROLLER,
  ],
);

export const removeExchangeCertificate: CommandSpec = command(
  'Remove-ExchangeCertificate',
  { synopsis: 'Removes a certificate and its key.', shouldProcess: true, confirm: true, returns: '' },
  [THUMBPRINT, SERVER, DOMAIN_CONTROLLER],
);
