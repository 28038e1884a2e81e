import type { RoleGroup } from '../config/administrator.ts';

/** Management roles of each group, as far as their objects exist here. Hygiene Management
 *  lacks View-Only Configuration: the table of operations, which denies it accepted domains, wins over the role page. receive-connectors.md §11, mail-flow.md §11.1 */
export const ROLES_OF: Readonly<Record<RoleGroup, readonly string[]>> = {
  'Organization Management': [
    'Active Directory Permissions',
    'Audit Logs',
    'Message Tracking',
    'Organization Transport Settings',
    'Receive Connectors',
    'Remote and Accepted Domains',
    'Role Management',
    'Send Connectors',
    'Transport Hygiene',
    'Transport Queues',
    'View-Only Configuration',
  ],
  'Server Management': ['Receive Connectors', 'Transport Queues'],
  'Hygiene Management': ['Receive Connectors', 'Transport Hygiene'],
  'Recipient Management': ['Mail Recipients', 'Message Tracking'],
  'Records Management': ['Audit Logs', 'Message Tracking'],
  'View-Only Organization Management': ['View-Only Configuration', 'View-Only Recipients'],
  'Compliance Management': ['View-Only Configuration'],
  'Delegated Setup': ['View-Only Configuration'],
};

export const DESCRIPTION_OF: Readonly<Record<RoleGroup, string>> = {
  'Organization Management': 'May do everything, and alone may grant the right to relay.',
  'Server Management': 'Manages Receive connectors, transport settings and queues.',
  'Hygiene Management': 'Manages the antispam settings and Receive connectors.',
  'Recipient Management': 'Manages recipients and searches message tracking.',
  'Records Management': 'Searches message tracking and the admin audit log.',
  'View-Only Organization Management': 'Sees every setting and changes none.',
  'Compliance Management': 'Sees every setting and changes none.',
  'Delegated Setup': 'Sees every setting and changes none.',
};
