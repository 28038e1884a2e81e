import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { AdminObject } from '../../../../src/admin/contract/values.ts';
import { textOf } from '../../api/objects.ts';
import { ObjectPage } from '../../frame/object-page.tsx';
import { type Tab, Tabs, useTab } from '../../frame/tabs.tsx';
import { SettingsForm } from '../../settings/settings-form.tsx';
import { GroupMembers } from './group-members.tsx';
import { kindOf, type RecipientKind, removalOf } from './recipient-kinds.ts';

const TABS: readonly [Tab<'general' | 'members'>, Tab<'general' | 'members'>] = [
  { name: 'general', text: 'connector.tab.general' },
  { name: 'members', text: 'recipient.members' },
];

/** One recipient; a group with its members. */
export function EditRecipient(): ReactNode {
  const { kind: kindName, guid = '' } = useParams();
  const kind = kindOf(kindName);
  return (
    <ObjectPage
      get={kind.get}
      find={(object) => textOf(object, 'Guid') === guid}
      title={(object) => textOf(object, 'Name')}
      back={{ path: `/recipients/${kind.name}`, name: kind.tab }}
      removal={removalOf(kind)}
    >
      {(object) => <Editor key={guid} kind={kind} recipient={object} />}
    </ObjectPage>
  );
}

function Editor({ kind, recipient }: Readonly<{ kind: RecipientKind; recipient: AdminObject }>): ReactNode {
  const tab = useTab(TABS);
  const isGroup = kind.name === 'groups';
  const showsMembers = isGroup && tab === 'members';
  return (
    <>
      {isGroup ? <Tabs label={textOf(recipient, 'Name')} tabs={TABS} current={tab} /> : null}
      <div className="tab-panel">
        <div hidden={showsMembers}>
          <SettingsForm
            object={recipient}
            settings={kind.edit}
            shown={showsMembers ? [] : kind.edit}
            command={`Set-${kind.noun}`}
            identity={textOf(recipient, 'Name')}
          />
        </div>
        {showsMembers ? <GroupMembers group={textOf(recipient, 'Name')} /> : null}
      </div>
    </>
  );
}
