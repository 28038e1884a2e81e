/** What is made when it is first asked for, and then kept. Modules that no mail needs are loaded behind it, so that a start
 *  does not wait for them. ADR-0022 */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
