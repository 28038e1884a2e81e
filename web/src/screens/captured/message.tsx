import { Spinner } from '@fluentui/react-components';
import { type ReactNode, useMemo } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { capturedAddress, useCaptured } from '../../api/captured.ts';
import { ErrorBar } from '../../frame/error-bar.tsx';
import { LinkButton } from '../../frame/link-button.tsx';
import { Page } from '../../frame/page.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import './captured.css';
import { type MailContent, octetText, readMail } from './mime.ts';
import { safeDocument } from './safe-document.ts';

/** Read of a message; a larger one is cut, and whole in the file. */
const MOST_READ = 4 * 1_048_576;
const MOST_SOURCE = 262_144;

const VIEWS = ['text', 'html', 'headers', 'source'] as const;
type View = (typeof VIEWS)[number];

/** One captured message: as a reader sees it, and as it is. */
export function CapturedMessage(): ReactNode {
  const { text } = useLanguage();
  const { id = '' } = useParams();
  const source = useCaptured(id);
  const octets = useMemo(
    () => (source.data === undefined ? '' : octetText(source.data.subarray(0, MOST_READ))),
    [source.data],
  );
  const mail = useMemo(() => readMail(octets), [octets]);
  const subject = mail.fields.find(({ name }) => name.toLowerCase() === 'subject')?.value ?? '';
  return (
    <Page
      title={subject === '' ? text('captured.noSubject') : subject}
      actions={
        <>
          <a className="download" href={capturedAddress(id)} download={`${id}.eml`}>
            {text('captured.download')}
          </a>
          <LinkButton to="/captured">{text('captured.back')}</LinkButton>
        </>
      }
    >
      {source.isPending ? <Spinner label={text('common.loading')} /> : null}
      {source.isError ? <ErrorBar error={source.error} onRetry={() => void source.refetch()} /> : null}
      {source.data === undefined ? null : <Views mail={mail} octets={source.data} />}
    </Page>
  );
}

type ViewProps = Readonly<{ mail: MailContent; octets: Uint8Array }>;

function Views({ mail, octets }: ViewProps): ReactNode {
  const { text } = useLanguage();
  const [search] = useSearchParams();
  const has: Readonly<Record<View, boolean>> = {
    text: mail.text !== null,
    html: mail.html !== null,
    headers: true,
    source: true,
  };
  const views = VIEWS.filter((view) => has[view]);
  const view = views.find((one) => one === search.get('view')) ?? views[0] ?? 'source';
  return (
    <>
      <nav className="tabs" aria-label={text('captured.views')}>
        {views.map((one) => (
          <Link key={one} to={`?view=${one}`} replace {...(one === view ? { 'aria-current': 'page' } : {})}>
            {text(`captured.view.${one}`)}
          </Link>
        ))}
      </nav>
      <div className="tab-panel">
        <Shown view={view} mail={mail} octets={octets} />
      </div>
      <Attachments mail={mail} />
    </>
  );
}

function Shown({ view, mail, octets }: ViewProps & Readonly<{ view: View }>): ReactNode {
  const { text } = useLanguage();
  const name = text(`captured.view.${view}`);
  switch (view) {
    case 'text':
      return (
        <pre className="mail" tabIndex={0} role="region" aria-label={name}>
          {mail.text}
        </pre>
      );
    case 'html':
      return <Html html={mail.html ?? ''} />;
    case 'headers':
      return (
        <dl className="mail-fields">
          {mail.fields.map((field, index) => (
            <div key={`${index} ${field.name}`}>
              <dt>{field.name}</dt>
              <dd>{field.value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'source':
      return <Source octets={octets} />;
    default:
      return view satisfies never;
  }
}

/** The frame has an empty sandbox: no script, no origin, no form, no window. */
function Html({ html }: Readonly<{ html: string }>): ReactNode {
  const { text } = useLanguage();
  const safe = useMemo(() => safeDocument(html), [html]);
  return (
    <>
      <p className="hint">{text('captured.htmlNote')}</p>
      <iframe className="mail-html" title={text('captured.view.html')} sandbox="" srcDoc={safe} />
    </>
  );
}

function Source({ octets }: Readonly<{ octets: Uint8Array }>): ReactNode {
  const { text, size } = useLanguage();
  const source = useMemo(() => new TextDecoder('utf-8').decode(octets.subarray(0, MOST_SOURCE)), [octets]);
  return (
    <>
      {octets.length > MOST_SOURCE ? (
        <p className="hint">{text('captured.cut', { size: size(MOST_SOURCE) })}</p>
      ) : null}
      <pre className="mail" tabIndex={0} role="region" aria-label={text('captured.view.source')}>
        {source}
      </pre>
    </>
  );
}

function Attachments({ mail: { attachments } }: Readonly<{ mail: MailContent }>): ReactNode {
  const { text, size } = useLanguage();
  if (attachments.length === 0) return null;
  return (
    <section aria-labelledby="attachments">
      <h2 id="attachments">{text('captured.attachments')}</h2>
      <ul>
        {attachments.map((one, index) => (
          <li key={`${index} ${one.name}`}>
            {one.name === '' ? text('captured.unnamed') : one.name}{' '}
            <span className="mail-type">
              {one.type}, {size(one.size)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
