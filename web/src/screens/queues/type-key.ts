import type { TextKey } from '../../i18n/language.tsx';

/** The name of the way on which a queue delivers. */
export function typeKey(deliveryType: string): TextKey {
  switch (deliveryType) {
    case 'DnsConnectorDelivery':
    case 'SmartHostConnectorDelivery':
    case 'DropFolderDelivery':
    case 'LocalMailboxDelivery':
    case 'SmtpRelayToServers':
    case 'Unreachable':
      return `queues.type.${deliveryType}`;
    default:
      return 'queues.type.Undefined';
  }
}
