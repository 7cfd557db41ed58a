/** Numbers a message's or modal's components as Discord does: in order, holders before what they hold. Pure. */
interface Numbered {
  id?: number;
  components?: readonly Numbered[];
  accessory?: Numbered;
  component?: Numbered;
}

/** Ids that were given stay; 0 counts as none. */
export function numberComponents(components: readonly Numbered[]): void {
  const all = components.flatMap(walk);
  const taken = new Set(all.map(({ id }) => id ?? 0));
  let next = 1;
  for (const component of all) {
    if (component.id !== undefined && component.id !== 0) continue;
    while (taken.has(next)) next += 1;
    taken.add(next);
    component.id = next;
  }
}

function walk(component: Numbered): Numbered[] {
  const inner = [component.components, component.accessory, component.component];
  return [component, ...inner.flatMap((part) => part ?? []).flatMap(walk)];
}
