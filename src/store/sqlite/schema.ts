/** Tables of DATA/postern.db. Each entry brings the database from the version of its index to the next one. */
export const MIGRATIONS: readonly string[] = [
  `create table config_version (only_row integer primary key check (only_row = 1), version integer not null) strict;
   create table config_object (
     kind text not null, guid text not null, ordinal integer not null, body text not null,
     primary key (kind, guid)) strict, without rowid;
   create table audit (
     id integer primary key, run_at text not null, caller text not null, command text not null,
     parameters text not null, object_modified text not null, succeeded integer not null, error text) strict;
   create index audit_run_at on audit (run_at);`,
  `alter table audit add column address text;
   alter table audit add column modified text;`,
];

/** Tables of DATA/tracking.db. `event` is the whole event as JSON; the columns beside it are what is searched. */
export const TRACKING_MIGRATIONS: readonly string[] = [
  `create table tracking (
     id integer primary key, at integer not null, event_id text not null, source text not null,
     sender text not null, message_id text not null, internal_message_id integer not null,
     network_message_id text not null, event text not null) strict;
   create index tracking_at on tracking (at);
   create index tracking_message on tracking (message_id);
   create table tracking_recipient (tracking_id integer not null, recipient text not null,
     primary key (recipient, tracking_id)) strict, without rowid;`,
  // A row a message: lists and searches of messages need not read events. Senders and clients have no index: a look at
  // each of a hundred thousand short rows takes a moment once a search, an index costs with every message. Events of the
  // schema before go: no version was released with it, and to give each its message held up the thread at start.
  `delete from tracking;
   create table tracked_message (
     id integer primary key, network_id text unique, at integer not null, message_id text not null,
     internal_id integer not null, sender text not null, subject text not null collate nocase,
     client_ip text not null,
     client_key text not null, size integer not null, recipients text not null collate nocase, states text not null,
     outcome text not null, events text not null, connectors text not null) strict;
   create index tracked_message_at on tracked_message (at);
   create index tracked_message_message_id on tracked_message (message_id);
   create table tracked_recipient (recipient text not null, message integer not null,
     primary key (recipient, message)) strict, without rowid;
   alter table tracking add column message integer;
   create index tracking_of_message on tracking (message);
   drop index tracking_message;
   drop table tracking_recipient;
   alter table tracking drop column sender;
   alter table tracking drop column message_id;
   alter table tracking drop column internal_message_id;
   alter table tracking drop column network_message_id;`,
];
