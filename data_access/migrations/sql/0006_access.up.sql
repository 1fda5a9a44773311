-- Who may see and do what: accounts, their sessions, and row-level security on every table.

create table app_user (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    name text not null,
    email text not null,
    role text not null,
    unit text,
    issuer text,
    subject text,
    role_from text default 'invitation' not null,
    is_active boolean default true not null,
    invited_at timestamptz default clock_timestamp() not null,
    invited_by text default current_actor() not null,
    constraint pk_app_user primary key (programme_id, id),
    constraint fk_app_user_programme_id foreign key (programme_id) references programme (id),
    constraint uq_app_user_programme_id_issuer_subject unique (programme_id, issuer, subject),
    constraint ck_app_user_name_filled check (btrim(name) <> ''),
    constraint ck_app_user_email_shaped check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    constraint ck_app_user_role_known check (role in ('team_lead', 'director', 'board', 'researcher', 'admin')),
    constraint ck_app_user_role_from_known check (role_from in ('invitation', 'groups')),
    constraint ck_app_user_identity_whole check ((issuer is null) = (subject is null)),
    constraint ck_app_user_unit_filled check (btrim(unit) <> ''),
    constraint ck_app_user_name_impersonal check (is_free_of_identity_numbers(name)),
    constraint ck_app_user_email_impersonal check (is_free_of_identity_numbers(email))
);
create unique index uq_app_user_email_caseless on app_user (programme_id, lower(email));
comment on table app_user is 'An account: a person who may sign in, and as what.';
comment on column app_user.programme_id is 'The programme that the row belongs to.';
comment on column app_user.id is 'Key of the account.';
comment on column app_user.name is 'The person''s name.';
comment on column app_user.email is 'E-mail address, by which an invited person is known at the first sign-in.';
comment on column app_user.role is 'team_lead, director, board, researcher or admin.';
comment on column app_user.unit is 'The unit whose points'' money a team leader sees; null: none.';
comment on column app_user.issuer is 'The OpenID provider that vouches for the person; null before the first sign-in.';
comment on column app_user.subject is 'The provider''s name for the person, which never changes.';
comment on column app_user.role_from is 'invitation, or groups: the provider''s groups give the role at each sign-in.';
comment on column app_user.is_active is 'Whether the account may be used.';
comment on column app_user.invited_at is 'When the account was made.';
comment on column app_user.invited_by is 'Who made it.';

create table app_session (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    user_id bigint not null,
    key_digest bytea not null,
    provider text not null,
    address text,
    started_at timestamptz default clock_timestamp() not null,
    last_seen_at timestamptz default clock_timestamp() not null,
    idle_minutes integer not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    ended_why text,
    constraint pk_app_session primary key (programme_id, id),
    constraint fk_app_session_programme_id foreign key (programme_id) references programme (id),
    constraint fk_app_session_programme_id_user_id foreign key (programme_id, user_id)
        references app_user (programme_id, id),
    constraint uq_app_session_key_digest unique (key_digest),
    constraint ck_app_session_idle_minutes_positive check (idle_minutes > 0),
    constraint ck_app_session_ended_whole check ((ended_at is null) = (ended_why is null)),
    constraint ck_app_session_ended_why_known check (ended_why in
        ('signed_out', 'idle', 'expired', 'ended_by_admin', 'account_changed'))
);
create index ix_app_session_user on app_session (programme_id, user_id);
comment on table app_session is 'A sign-in, from then until it ends; looked at in every run of every page.';
comment on column app_session.programme_id is 'The programme that the row belongs to.';
comment on column app_session.id is 'Key of the session.';
comment on column app_session.user_id is 'Whose it is.';
comment on column app_session.key_digest is 'SHA-256 of the key that only the signed-in browser''s cookie gives.';
comment on column app_session.provider is 'Name of the provider in the settings.';
comment on column app_session.address is 'The network that it came from: an address without its last part.';
comment on column app_session.started_at is 'When the person signed in.';
comment on column app_session.last_seen_at is 'When it was last used, to the minute.';
comment on column app_session.idle_minutes is 'After so long without use it ends.';
comment on column app_session.expires_at is 'When it ends however much it is used.';
comment on column app_session.ended_at is 'When it ended; null while it lasts.';
comment on column app_session.ended_why is 'signed_out, idle, expired, ended_by_admin or account_changed.';

create table role_right (
    role text not null,
    action text not null,
    constraint pk_role_right primary key (role, action)
);
comment on table role_right is 'What each role may do: the same as domain/access.py.';
comment on column role_right.role is 'The role.';
comment on column role_right.action is 'What it may see or do.';
insert into role_right (role, action) values
    ('team_lead', 'see_frame'), ('team_lead', 'see_points'), ('team_lead', 'see_counts'),
    ('team_lead', 'see_own_money'), ('team_lead', 'update_points'),
    ('team_lead', 'register_activities'), ('team_lead', 'import_files'), ('team_lead', 'export'),
    ('director', 'see_frame'), ('director', 'see_points'), ('director', 'see_counts'),
    ('director', 'see_money'), ('director', 'export'),
    ('board', 'see_frame'), ('board', 'see_points'), ('board', 'see_money'), ('board', 'export'),
    ('researcher', 'see_frame'),
    ('admin', 'see_frame'), ('admin', 'keep_frame'), ('admin', 'keep_accounts'), ('admin', 'see_audit'), ('admin', 'export');

-- Who asks ----------------------------------------------------------------------------------------

create function viewer_user() returns app_user
language sql stable security definer as $$
    select u from app_session s
    join app_user u on u.programme_id = s.programme_id and u.id = s.user_id and u.is_active
    where s.key_digest = sha256(convert_to(nullif(current_setting('trygghet.viewer', true), ''), 'UTF8'))
      and s.ended_at is null
      and now() < least(s.expires_at, s.last_seen_at + make_interval(mins => s.idle_minutes))
$$;
comment on function viewer_user() is 'The account of the transaction''s session, if it lasts; else null.';

create function viewer_programme(needed text) returns integer
language sql stable security definer as $$
    select u.programme_id from viewer_user() u
    join role_right r on r.role = u.role and r.action = needed
$$;
comment on function viewer_programme(text) is
    'The viewer''s programme if the role has a right there; else null, which no row''s programme is.';

create function viewer_unit() returns text
language sql stable security definer as $$
    select u.unit from viewer_user() u
$$;
comment on function viewer_unit() is 'The viewer''s unit.';

create function viewer_name() returns text
language sql stable security definer as $$
    select format('%s (konto %s)', u.name, u.id) from viewer_user() u where u.id is not null
$$;
comment on function viewer_name() is 'How the audit names the viewer; null without one.';

create or replace function current_actor() returns text
language plpgsql stable as $$
begin
    -- Only the application may speak for a person; a source system is its own login.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_app', 'usage') then
        return coalesce(viewer_name(), nullif(current_setting('trygghet.actor', true), ''), session_user);
    end if;
    return session_user;
end $$;

-- What is noted without a table being written -----------------------------------------------------

alter table audit_event
    add column address text default '' not null,
    alter column address set default coalesce(current_setting('trygghet.address', true), ''),
    alter column table_name drop not null,
    drop constraint ck_audit_event_action_known,
    add constraint ck_audit_event_action_known check (action in ('insert', 'update', 'delete', 'truncate',
        'sign_in', 'sign_out', 'refused', 'exported', 'pruned'));
comment on table audit_event is 'What was done, and by whom; what is written is noted by triggers, for every client.';
comment on column audit_event.action is
    'insert, update, delete or truncate of a table; sign_in, sign_out, refused, exported, pruned.';
comment on column audit_event.table_name is 'The table that was written, if one was.';
comment on column audit_event.address is 'The network that it came from: an address without its last part; empty: not known.';

create or replace function audit_hash(event audit_event) returns bytea
language sql stable set timezone = 'UTC' as $$
    -- Without an address an event hashes as it did before there were any.
    select sha256(convert_to((to_jsonb(event) - 'hash'
        - case when event.address = '' then 'address' else '' end)::text, 'UTF8'))
$$;

create function note_happening(happened text, whose integer, by_whom text, what jsonb) returns void
language sql security definer as $$
    insert into audit_event (actor, login, transaction, action, programme_id, row_count, changes)
    values (by_whom, session_user || coalesce('/' || nullif(current_setting('role'), 'none'), ''),
            pg_current_xact_id()::text, happened, whose, 0, what)
$$;
comment on function note_happening(text, integer, text, jsonb) is
    'Writes what happened into the audit, where no table''s trigger does.';

create function note_refusal(what jsonb) returns void
language sql security definer as $$
    select note_happening('refused', (select programme_id from viewer_user()), current_actor(), what)
$$;
comment on function note_refusal(jsonb) is 'Notes what a viewer asked for and did not get.';

create function note_export(what jsonb, most integer) returns boolean
language plpgsql security definer as $$
declare
    viewer app_user := viewer_user();
begin
    -- One at a time for each account, so that two at once do not both get the last one.
    perform from app_user where programme_id = viewer.programme_id and id = viewer.id for update;
    if viewer_programme('export') is null or most <= (
        select count(*) from audit_event where action = 'exported' and actor = viewer_name()
            and at > clock_timestamp() - interval '1 hour') then
        return false;
    end if;
    perform note_happening('exported', viewer.programme_id, viewer_name(), what);
    return true;
end $$;
comment on function note_export(jsonb, integer) is
    'Notes that a file is taken out, and whether it may be: no more than so many an hour.';

-- Sessions ----------------------------------------------------------------------------------------

create function note_session() returns trigger
language plpgsql security definer as $$
declare
    who text;
begin
    select format('%s (konto %s)', u.name, u.id) into who
    from app_user u where u.programme_id = new.programme_id and u.id = new.user_id;
    if tg_op = 'INSERT' then
        perform note_happening('sign_in', new.programme_id, who,
            jsonb_build_object('session', new.id, 'provider', new.provider));
    else
        perform note_happening('sign_out', new.programme_id, coalesce(viewer_name(), who),
            jsonb_build_object('session', new.id, 'account', new.user_id, 'why', new.ended_why));
    end if;
    return null;
end $$;
comment on function note_session() is 'Notes sign-ins, and how sessions end.';
create trigger note_session_begun after insert on app_session
    for each row execute function note_session();
create trigger note_session_ended after update on app_session
    for each row when (old.ended_at is null and new.ended_at is not null) execute function note_session();

create function end_changed_sessions() returns trigger
language plpgsql security definer as $$
begin
    update app_session set ended_at = clock_timestamp(), ended_why = 'account_changed'
    where programme_id = new.programme_id and user_id = new.id and ended_at is null;
    return null;
end $$;
comment on function end_changed_sessions() is 'Ends the sessions of an account that may no longer what it could.';
create trigger end_changed_sessions after update on app_user for each row
    when ((old.role, old.unit, old.is_active) is distinct from (new.role, new.unit, new.is_active))
    execute function end_changed_sessions();

create function find_account(whose integer, person jsonb) returns app_user
language plpgsql security definer as $$
declare
    found_one app_user;
begin
    select * into found_one from app_user
    where programme_id = whose and issuer = person ->> 'issuer' and subject = person ->> 'subject';
    -- The address alone is believed once, of somebody who was invited, from a provider that vouches.
    if found_one.id is null and (person ->> 'email_is_verified')::boolean then
        update app_user set issuer = person ->> 'issuer', subject = person ->> 'subject'
        where programme_id = whose and lower(email) = lower(person ->> 'email')
            and subject is null and is_active
        returning * into found_one;
    end if;
    if found_one.id is null and person ->> 'group_role' is not null then
        insert into app_user (programme_id, name, email, role, issuer, subject, role_from, invited_by)
        values (whose, coalesce(nullif(btrim(person ->> 'name'), ''), person ->> 'email'), person ->> 'email',
                person ->> 'group_role', person ->> 'issuer', person ->> 'subject', 'groups', 'groups')
        on conflict do nothing
        returning * into found_one;
    elsif found_one.role_from = 'groups' and found_one.role is distinct from person ->> 'group_role' then
        -- Who is in none of the groups any more has no role; the account stays, for the audit.
        update app_user set role = coalesce(person ->> 'group_role', role),
            is_active = person ->> 'group_role' is not null
        where programme_id = whose and id = found_one.id returning * into found_one;
    end if;
    return found_one;
end $$;
comment on function find_account(integer, jsonb) is
    'The account of a person whom a provider vouches for: by its own name for the person, else as invited.';

create function start_session(whose integer, person jsonb, key text, provider text, signed_in_at timestamptz,
    believed_until timestamptz, idle_minutes integer, most_hours integer) returns text
language plpgsql security definer as $$
declare
    digest bytea := sha256(convert_to(key, 'UTF8'));
    account app_user;
begin
    if exists (select from app_session s where s.key_digest = digest) then
        return 'known';
    end if;
    -- A token is shown here soon after it was made. One that comes late is a copy, or from a session that
    -- has been forgotten.
    if clock_timestamp() > least(believed_until, signed_in_at + make_interval(hours => most_hours)) then
        return 'expired';
    end if;
    account := find_account(whose, person);
    if account.id is null or not account.is_active then
        perform note_happening('refused', whose,
            coalesce(person ->> 'email', person ->> 'subject', '?'), jsonb_build_object('asked', 'sign_in',
            'issuer', person ->> 'issuer', 'subject', person ->> 'subject',
            'why', case when account.id is null then 'unknown' else 'inactive' end));
        return case when account.id is null then 'unknown' else 'inactive' end;
    end if;
    insert into app_session (programme_id, user_id, key_digest, provider, address, idle_minutes, expires_at)
    values (whose, account.id, digest, provider, nullif(current_setting('trygghet.address', true), ''),
            idle_minutes, least(signed_in_at, clock_timestamp()) + make_interval(hours => most_hours))
    on conflict do nothing;
    return 'known';
end $$;
comment on function start_session(integer, jsonb, text, text, timestamptz, timestamptz, integer, integer) is
    'Begins the session of a sign-in that the provider vouches for, once; says why if it does not.';

create function look_at_session(key text)
returns table (state text, user_id bigint, name text, role text, unit text)
language plpgsql security definer as $$
declare
    held app_session;
    account app_user;
begin
    select * into held from app_session s where s.key_digest = sha256(convert_to(key, 'UTF8'));
    select * into account from app_user u where u.programme_id = held.programme_id and u.id = held.user_id;
    if held.id is null then
        return query select 'none', null::bigint, null, null, null;
        return;
    end if;
    if held.ended_at is null then
        update app_session s set ended_at = clock_timestamp(),
            ended_why = case when clock_timestamp() >= s.expires_at then 'expired' else 'idle' end
        where s.programme_id = held.programme_id and s.id = held.id and s.ended_at is null
            and clock_timestamp() >= least(s.expires_at, s.last_seen_at + make_interval(mins => s.idle_minutes))
        returning * into held;
        if not found then
            -- To the minute is enough, and most looks then write nothing.
            update app_session s set last_seen_at = clock_timestamp()
            where s.programme_id = account.programme_id and s.user_id = account.id
                and s.key_digest = sha256(convert_to(key, 'UTF8')) and s.ended_at is null
                and s.last_seen_at < clock_timestamp() - interval '1 minute';
            return query select 'live', account.id, account.name, account.role, account.unit;
            return;
        end if;
    end if;
    return query select held.ended_why, account.id, account.name, null::text, null::text;
end $$;
comment on function look_at_session(text) is
    'Whose session a key is of, and whether it lasts; notes that it is used, and ends it when its time is out.';

create function end_session(key text) returns void
language sql security definer as $$
    update app_session set ended_at = clock_timestamp(), ended_why = 'signed_out'
    where key_digest = sha256(convert_to(key, 'UTF8')) and ended_at is null
$$;
comment on function end_session(text) is 'Signs out.';

create function end_session_of_another(session bigint) returns boolean
language plpgsql security definer as $$
begin
    update app_session set ended_at = clock_timestamp(), ended_why = 'ended_by_admin'
    where programme_id = viewer_programme('keep_accounts') and id = session and ended_at is null;
    return found;
end $$;
comment on function end_session_of_another(bigint) is 'Ends a session, if the viewer keeps the accounts.';

create function prune_audit(before timestamptz) returns bigint
language plpgsql security definer as $$
declare
    head audit_head;
    upto bigint;
    last_hash bytea;
    gone bigint;
begin
    select * into head from audit_head for update;
    -- A whole piece from the chain's beginning: up to the first event that is to be kept.
    select coalesce(min(position) - 1, head.position) into upto from audit_event
    where position > head.kept_after and at >= before;
    if upto <= head.kept_after then
        return 0;
    end if;
    select hash into last_hash from audit_event where position = upto;
    delete from audit_event where position <= upto;
    get diagnostics gone = row_count;
    update audit_head set kept_after = upto, kept_hash = last_hash;
    perform note_happening('pruned', null, current_actor(), jsonb_build_object('before', before, 'events', gone));
    return gone;
end $$;
comment on function prune_audit(timestamptz) is
    'Removes the events before a moment from the chain''s beginning, and keeps the hash that the next one builds on.';

select watch_table('app_user'::regclass, false);

-- A fact that is younger than the transaction that withdraws it ------------------------------------

create or replace function guard_fact() returns trigger
language plpgsql as $$
declare
    unchanged jsonb := '{"withdrawn_at": null, "withdrawn_by": null, "withdrawn_why": null}';
begin
    if tg_op <> 'UPDATE' then
        raise exception '% of a fact in %: facts are withdrawn, never removed', lower(tg_op), tg_table_name
            using errcode = '42501';
    end if;
    if to_jsonb(old) || unchanged <> to_jsonb(new) || unchanged then
        raise exception 'change of a fact in %: withdraw it and insert a new one', tg_table_name
            using errcode = '42501';
    end if;
    if old.withdrawn_why is not null then
        raise exception 'the fact % in % is already withdrawn', old.id, tg_table_name
            using errcode = '55000';
    end if;
    if new.withdrawn_at is null or not pg_catalog.pg_has_role(current_user, 'trygghet_owner', 'usage') then
        -- What another recorded after this transaction's moment stood for no time at all.
        new.withdrawn_at := greatest(writing_moment(), old.recorded_at);
        new.withdrawn_by := current_actor();
    end if;
    return new;
end $$;

-- Rules must see what the writer may not -----------------------------------------------------------

alter function guard_days() security definer;
alter function guard_codes() security definer;
alter function guard_area_level() security definer;
alter function guard_programme() security definer;

-- Row-level security ------------------------------------------------------------------------------

do $$
declare
    rule record;
begin
    for rule in select * from (values
        ('area', 'see_frame', 'keep_frame'), ('area_population', 'see_frame', 'keep_frame'),
        ('target_group', 'see_frame', 'keep_frame'), ('partner', 'see_frame', 'keep_frame'),
        ('activity_kind', 'see_frame', 'keep_frame'),
        ('focus_area', 'see_points', 'update_points'), ('point', 'see_points', 'update_points'),
        ('milestone', 'see_points', 'update_points'), ('status_report', 'see_points', 'update_points'),
        ('indicator', 'see_points', 'update_points'), ('indicator_value', 'see_points', 'update_points'),
        ('activity', 'see_counts', 'register_activities'), ('activity_month', 'see_counts', null),
        ('reporting_period', 'see_counts', 'register_activities'),
        ('funding_source', 'see_money', 'keep_money'), ('budget_line', 'see_money', 'keep_money'),
        ('ledger_entry', 'see_money', 'keep_money'), ('forecast', 'see_money', 'keep_money'),
        ('import_batch', 'import_files', 'import_files'),
        ('app_user', 'keep_accounts', 'keep_accounts'), ('app_session', 'keep_accounts', null)
    ) as r(kept, seen, written) loop
        execute format('alter table %I enable row level security', rule.kept);
        execute format('create policy seen on %I for select to trygghet_app
            using (programme_id = (select viewer_programme(%L)))', rule.kept, rule.seen);
        execute format('create policy operated on %I to trygghet_operator using (true) with check (true)', rule.kept);
        if rule.written is not null then
            execute format('create policy inserted on %I for insert to trygghet_app
                with check (programme_id = (select viewer_programme(%L)))', rule.kept, rule.written);
            execute format('create policy updated on %I for update to trygghet_app
                using (programme_id = (select viewer_programme(%L)))', rule.kept, rule.written);
        end if;
    end loop;
    foreach rule.kept in array array['budget_line', 'ledger_entry', 'forecast'] loop
        execute format('create policy seen_by_unit on %I for select to trygghet_app
            using (programme_id = (select viewer_programme(''see_own_money'')) and point_number in (
                select p.number from point p where p.responsible_unit = (select viewer_unit())))', rule.kept);
    end loop;
    -- What a source system's column rights let it see, and insert.
    foreach rule.kept in array array['area', 'point', 'target_group', 'partner', 'activity_kind',
        'funding_source', 'activity', 'ledger_entry'] loop
        execute format('create policy named on %I for select to trygghet_source using (true)', rule.kept);
    end loop;
    foreach rule.kept in array array['activity', 'ledger_entry'] loop
        execute format('create policy delivered on %I for insert to trygghet_source with check (true)', rule.kept);
    end loop;
end $$;
-- Nobody changes what decides over themselves.
drop policy updated on app_user;
create policy updated on app_user for update to trygghet_app
    using (programme_id = (select viewer_programme('keep_accounts')) and id <> (select id from viewer_user()));

-- A programme's name and days are known before anybody has signed in.
alter table programme enable row level security;
create policy seen on programme for select to public using (true);
create policy updated on programme for update to trygghet_app using (id = (select viewer_programme('keep_frame')));
create policy operated on programme to trygghet_operator using (true) with check (true);
alter table role_right enable row level security;
-- Who sees the audit sees who did what, but not by that way the counts and the money.
alter table audit_event enable row level security;
create view audit_reading with (security_barrier) as
select e.id, e.at, e.actor, e.action, e.table_name, e.row_count, e.address,
       case when e.table_name is null or e.table_name in ('programme', 'area', 'area_population', 'target_group',
           'partner', 'activity_kind', 'import_batch', 'app_user') then e.changes end as changes
from audit_event e
where coalesce(e.programme_id, viewer_programme('see_audit')) = (select viewer_programme('see_audit'));
comment on view audit_reading is
    'The audit for who may see it: what changed only in the programme''s frame and in the accounts.';
alter table audit_head enable row level security;

grant usage on schema public to trygghet_operator;
grant select on audit_reading, app_user to trygghet_app;
grant insert (programme_id, name, email, role, unit), update (name, email, role, unit, is_active)
    on app_user to trygghet_app;
grant select (programme_id, id, user_id, provider, address, started_at, last_seen_at, expires_at, ended_at, ended_why)
    on app_session to trygghet_app;
grant insert (issuer, subject) on app_user to trygghet_operator;
revoke execute on all functions in schema public from public;
grant execute on function viewer_programme(text), viewer_unit(), viewer_name(), viewer_user(),
    note_refusal(jsonb), note_export(jsonb, integer), look_at_session(text), end_session(text),
    start_session(integer, jsonb, text, text, timestamptz, timestamptz, integer, integer),
    end_session_of_another(bigint) to trygghet_app;
-- The defaults of a source system's rows ask for the viewer too, and find none.
grant execute on function viewer_name() to trygghet_source;
grant execute on function prune_audit(timestamptz) to trygghet_operator;
