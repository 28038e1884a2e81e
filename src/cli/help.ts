export const HELP = {
  main: `Postern, an SMTP relay for the hosts that make mail but cannot send it.

Usage: postern COMMAND [OPTIONS]

  start     start the server and stay in the foreground
  shell     the management shell: interactive, or -c COMMAND, or FILE.ps1
  status    is the server running, and on which ports (exit status 0 = running)
  stop      stop the server

postern COMMAND --help describes each.`,
  start: `Usage: postern start [OPTIONS]

  --data DIR           folder for configuration, queue and logs (default ./postern-data; made with mode 0700)
  --port-offset N      listen on each binding's port + N (default 0); changes nothing that is stored or shown
  --server-name NAME   short name of the server, up to 15 letters, digits or '-' (default: this host's name)
  --fqdn HOST          full name in banner and Received (default <server-name>.<domain>)
  --domain DOMAIN      on the first start: the first accepted domain, authoritative and default
  --admin HOST:PORT    address of the admin center (default 127.0.0.1:8080, its port + N); HTTPS unless it is loopback
  --sandbox            on the first start: everything that would leave goes to files under DIR/drop

Stop it with Ctrl+C, SIGTERM or: postern stop`,
  shell: `Usage: postern shell [--data DIR | --server URL --user NAME] [--json] [-c COMMAND | FILE.ps1 [ARGUMENT ...]]

  --data DIR   data folder of the running server (default ./postern-data)
  --server URL a server elsewhere, such as https://relay.contoso.com:8080
  --user NAME  who signs in there; the password is asked for. Scripts set a token in POSTERN_TOKEN instead
  -c COMMAND   run the command and end; - reads the commands from standard input
  FILE.ps1     run the script and end; what follows are its arguments
  --json       with -c or a script: the output as one JSON array, for other programs

Output goes to standard output, errors and warnings to standard error. A command or script that reads $input gets the
lines of standard input. Exit status: 0; 1 where the last statement failed; what the script gave to exit; 130 after
Ctrl+C. In a terminal: Tab completes, Up recalls, F8 or Ctrl+R searches the history, Ctrl+C stops what runs.`,
  status: `Usage: postern status [--data DIR] [--json]

Exit status 0 = the server runs, 3 = it does not.`,
  stop: `Usage: postern stop [--data DIR]

Waits until the server has ended (at most 30 seconds).`,
} as const;
