export type TextValues = Readonly<Record<string, string | number>>;

/** Puts values in the place of `{name}`. A name without a value stays as it is: it is seen, and mended. */
export function formatText(text: string, values: TextValues = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Names of the places in a text, sorted. */
export function placesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
}
