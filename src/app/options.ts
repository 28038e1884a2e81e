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
  /** Where the admin center listens; null = 127.0.0.1, port 8080 + offset */
  admin: AdminAddress | null;
}>;

/** The port is taken as it stands: the port offset is for defaults and bindings. */
export type AdminAddress = Readonly<{ host: string; port: number }>;
