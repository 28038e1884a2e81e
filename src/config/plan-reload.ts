import { bindingsEqual } from './binding.ts';
import type { Binding } from './receive-connector.ts';
import type { ConfigSnapshot } from './snapshot.ts';

export type ReloadPlan = Readonly<{
  open: readonly Binding[];
  keep: readonly Binding[];
  close: readonly Binding[];
}>;

/** Which listeners a snapshot needs: the distinct bindings of its enabled connectors. A listener belongs to a binding,
 *  so most changes touch no socket at all. */
export function planReload(openBindings: readonly Binding[], next: ConfigSnapshot): ReloadPlan {
  const wanted = wantedBindings(next);
  const isOpen = (binding: Binding): boolean => openBindings.some((other) => bindingsEqual(binding, other));
  const isWanted = (binding: Binding): boolean => wanted.some((other) => bindingsEqual(binding, other));
  return {
    open: wanted.filter((binding) => !isOpen(binding)),
    keep: openBindings.filter(isWanted),
    close: openBindings.filter((binding) => !isWanted(binding)),
  };
}

function wantedBindings(snapshot: ConfigSnapshot): readonly Binding[] {
  const distinct = new Map<string, Binding>();
  for (const connector of snapshot.receiveConnectors) {
    if (!connector.enabled) continue;
    for (const binding of connector.bindings) distinct.set(`${binding.address}|${binding.port}`, binding);
  }
  return [...distinct.values()];
}
