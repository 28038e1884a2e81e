/** What `postern start` was told. */
export type ServerOptions = Readonly<{
  dataFolder: string;
  portOffset: number;
  /** null = as stored, on the first start this host's name */
  serverName: string | null;
  /** null = as stored, on the first start `<server-name>.<domain>` */
  fqdn: string | null;
  /** Only used on the first start. */
  domain: string | null;
  /** Only used on the first start. */
  sandbox: boolean;
}>;
