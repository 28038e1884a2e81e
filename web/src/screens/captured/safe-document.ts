/** Nothing is loaded and nothing runs, whatever the page around it allows. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** What loads, runs, moves the page elsewhere, or holds another page. */
const REMOVED = 'script, link, meta, base, iframe, frame, frameset, object, embed, portal, applet';
const LOADING = ['src', 'srcset', 'poster', 'background', 'action', 'formaction', 'xlink:href', 'ping'];

/** A message's HTML as a document for a frame with an empty `sandbox` attribute. That frame and the policy are the walls:
 *  no script, no origin, no network. What they would stop is taken out beforehand, so that the reader sees a message and
 *  not the gaps that the browser leaves. Links lead nowhere; where they would have led is told when the pointer rests on
 *  them. */
export function safeDocument(html: string): string {
  // A document made by DOMParser has no window: it loads and runs nothing.
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const element of parsed.querySelectorAll(REMOVED)) element.remove();
  for (const element of parsed.querySelectorAll('*')) disarm(element);
  const policy = parsed.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = POLICY;
  parsed.head.prepend(policy);
  return `<!doctype html>${parsed.documentElement.outerHTML}`;
}

function disarm(element: Element): void {
  for (const { name, value } of [...element.attributes]) {
    const isScript = name.startsWith('on');
    const isLoaded = LOADING.includes(name) && !value.trim().toLowerCase().startsWith('data:image/');
    if (isScript || isLoaded) element.removeAttribute(name);
  }
  const target = element.getAttribute('href');
  if (target === null) return;
  element.setAttribute('title', target);
  element.removeAttribute('href');
}
