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
];
