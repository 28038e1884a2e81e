/** Addresses of the article's network. On a machine where the test may make a network of its own (`unshare --net`,
 *  POSTERN_TEST_NET=article) they are the article's; else loopback addresses stand in for them, so that no rule goes
 *  untested. */
export type ArticleNet = Readonly<{
  /** The server's own address. */
  server: string;
  serverIpv6: string;
  /** 192.168.5.10 and .11, the hosts of the relay connector. */
  printer: string;
  second: string;
  /** 192.168.5.12: any other host. */
  stranger: string;
  /** 192.168.5.99: the tester that is added for a while. */
  tester: string;
  /** The printer's IPv6 address. */
  printerIpv6: string;
  /** Something from far away. */
  random: string;
  /** First and last address of printer's /24. */
  first: string;
  last: string;
}>;

const ARTICLE: ArticleNet = {
  server: '10.1.1.1',
  serverIpv6: '2001:db8::1',
  printer: '192.168.5.10',
  second: '192.168.5.11',
  stranger: '192.168.5.12',
  tester: '192.168.5.99',
  printerIpv6: '2001:db8:5::9',
  random: '203.0.113.9',
  first: '192.168.5.0',
  last: '192.168.5.255',
};

const LOOPBACK: ArticleNet = {
  server: '127.0.0.1',
  serverIpv6: '::1',
  printer: '127.0.5.10',
  second: '127.0.5.11',
  stranger: '127.0.5.12',
  tester: '127.0.5.99',
  printerIpv6: '::1',
  random: '127.203.113.9',
  first: '127.0.5.0',
  last: '127.0.5.255',
};

export const net: ArticleNet = process.env['POSTERN_TEST_NET'] === 'article' ? ARTICLE : LOOPBACK;
