import type { ReactNode } from 'react';
import { CopyButton } from '../../command/copy-button.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { qrCode } from './qr-code.ts';

/** Light modules around the code, which readers want. ISO/IEC 18004 §6.3.8 */
const QUIET = 4;

/** The secret for an authenticator app: as a picture for its camera, and as text to type. */
export function AppSecret({ secret, uri }: Readonly<{ secret: string; uri: string }>): ReactNode {
  const { text } = useLanguage();
  return (
    <section className="app-secret" aria-label={text('account.totpSecret')}>
      <p>{text('account.totpScan')}</p>
      <Picture uri={uri} />
      <div>
        <span>{text('account.totpSecret')}</span>
        <pre className="secret" tabIndex={0} aria-label={text('account.totpSecret')}>
          <code>{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        </pre>
        <CopyButton read={() => secret} />
      </div>
    </section>
  );
}

/** Dark on white in every theme: not every camera reads it the other way round. */
function Picture({ uri }: Readonly<{ uri: string }>): ReactNode {
  const { text } = useLanguage();
  const code = qrCode(uri);
  const size = code.length + 2 * QUIET;
  const path = code
    .flatMap((row, down) =>
      row.map((isDark, right) => (isDark ? `M${right + QUIET} ${down + QUIET}h1v1h-1z` : '')),
    )
    .join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={text('account.totpPicture')}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
