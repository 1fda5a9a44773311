-- A session is of one programme and of an open account, and nobody else speaks for a person.

-- The reports are read by who has no viewer: their views run with the owner's rights.
revoke select on reporting_point, reporting_money from trygghet_app;

-- Who asks ----------------------------------------------------------------------------------------

create or replace function viewer_name() returns text
language plpgsql stable security definer as $$
begin
    -- Asked for each row that is written: without a session there is nothing to look up.
    if coalesce(current_setting('trygghet.viewer', true), '') = '' then
        return null;
    end if;
    return (select format('%s (konto %s)', u.name, u.id) from viewer_user() u where u.id is not null);
end $$;

create or replace function current_actor() returns text
language plpgsql stable as $$
begin
    -- The command line says who works at it; the application is believed for sessions only.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage') then
        return coalesce(viewer_name(), nullif(current_setting('trygghet.actor', true), ''), session_user);
    elsif pg_catalog.pg_has_role(acting_role(), 'trygghet_app', 'usage') then
        return coalesce(viewer_name(), session_user);
    end if;
    return session_user;
end $$;

create function begin_viewing(key text, name text, address text) returns boolean
language plpgsql as $$
begin
    perform set_config('trygghet.viewer', key, true), set_config('trygghet.actor', name, true),
        set_config('trygghet.address', address, true);
    return (viewer_user()).id is not null;
end $$;
comment on function begin_viewing(text, text, text) is
    'Tells the transaction who asks, by a session''s key; whether that session lasts.';

-- Accounts and sessions ---------------------------------------------------------------------------

alter table app_user
    alter column email drop not null,
    add constraint ck_app_user_email_known check (email is not null or role_from = 'groups');
comment on column app_user.email is
    'E-mail address, by which an invited person is known at the first sign-in; null: the groups let the person in, and no provider vouches for an address.';

-- The same in every locale: elsewhere other letters than a provider vouches for become the same.
drop index uq_app_user_email_caseless;
create unique index uq_app_user_email_caseless on app_user (programme_id, lower(email collate "C"));

create function guard_last_admin() returns trigger
language plpgsql security definer as $$
begin
    -- Two who close each other at once: the second waits here, and then sees what the first did.
    perform from app_user u where u.programme_id = old.programme_id and u.role = 'admin' and u.is_active
    order by u.id for update;
    if not exists (select from app_user u where u.programme_id = old.programme_id and u.role = 'admin'
            and u.is_active and u.id <> old.id) then
        raise exception 'the programme would have no administrator'
            using errcode = '55000', constraint = 'app_user_keeps_an_administrator';
    end if;
    return new;
end $$;
comment on function guard_last_admin() is 'Lets no programme that has an administrator be without one.';
create trigger guard_last_admin before update on app_user for each row
    when (old.role = 'admin' and old.is_active and (new.role <> 'admin' or not new.is_active))
    execute function guard_last_admin();

create or replace function find_account(whose integer, person jsonb) returns app_user
language plpgsql security definer as $$
declare
    found_one app_user;
    named text := nullif(btrim(person ->> 'name'), '');
    -- An address that could not be kept is none: a person whom the groups let in needs none.
    vouched text := case when (person ->> 'email_is_verified')::boolean
        and person ->> 'email' ~ '^[^@[:space:]]+@[^@[:space:]]+$'
        and is_free_of_identity_numbers(person ->> 'email') then person ->> 'email' end;
begin
    select * into found_one from app_user
    where programme_id = whose and issuer = person ->> 'issuer' and subject = person ->> 'subject';
    -- The address alone is believed once, of somebody who was invited, from a provider that vouches.
    if found_one.id is null and vouched is not null then
        update app_user set issuer = person ->> 'issuer', subject = person ->> 'subject'
        where programme_id = whose and lower(email collate "C") = lower(vouched collate "C") and subject is null and is_active
        returning * into found_one;
    end if;
    if found_one.id is null and person ->> 'group_role' is not null then
        insert into app_user (programme_id, name, email, role, issuer, subject, role_from, invited_by)
        values (whose, coalesce(case when is_free_of_identity_numbers(named) then named end, vouched, 'Namn saknas'),
                case when not exists (select from app_user u
                    where u.programme_id = whose and lower(u.email collate "C") = lower(vouched collate "C"))
                    then vouched end,
                person ->> 'group_role', person ->> 'issuer', person ->> 'subject', 'groups', 'groups')
        on conflict do nothing
        returning * into found_one;
    elsif found_one.role_from = 'groups' and found_one.role <> person ->> 'group_role' then
        update app_user set role = person ->> 'group_role'
        where programme_id = whose and id = found_one.id returning * into found_one;
    end if;
    -- Held as it is until the session has begun, so that whoever closes it then ends the session too.
    select * into found_one from app_user
    where programme_id = whose and id = found_one.id for share;
    return found_one;
end $$;

create function note_refused_sign_in(whose integer, person jsonb, reason text) returns void
language plpgsql security definer as $$
declare
    what jsonb := jsonb_build_object('asked', 'sign_in', 'issuer', person ->> 'issuer',
        'subject', person ->> 'subject', 'why', reason);
begin
    -- A page that is asked for again and again is one attempt, and must not fill the log.
    if not exists (select from audit_event where at > clock_timestamp() - interval '10 minutes'
        and action = 'refused' and programme_id = whose and changes = what) then
        -- Told apart from those who have an account: what a stranger is called, the stranger may choose.
        perform note_happening('refused', whose,
            'okänd: ' || coalesce(person ->> 'email', person ->> 'subject', '?'), what);
    end if;
end $$;
comment on function note_refused_sign_in(integer, jsonb, text) is 'Notes who was not let in, and why.';

create function sweep_sessions(whose integer) returns void
language sql security definer as $$
    update app_session set ended_at = clock_timestamp(),
        ended_why = case when clock_timestamp() >= expires_at then 'expired' else 'idle' end
    where programme_id = whose and ended_at is null
        and clock_timestamp() >= least(expires_at, last_seen_at + make_interval(mins => idle_minutes));
    -- Whose session it was is in the audit, for as long as that is kept.
    delete from app_session where programme_id = whose and ended_at < clock_timestamp() - interval '90 days'
$$;
comment on function sweep_sessions(integer) is
    'Ends the sessions whose time is out, also where no browser asks again, and forgets old ones.';

create or replace function start_session(whose integer, person jsonb, key text, provider text,
    signed_in_at timestamptz, believed_until timestamptz, idle_minutes integer, most_hours integer) returns text
language plpgsql security definer as $$
declare
    digest bytea := sha256(convert_to(key, 'UTF8'));
    account app_user;
    refused text;
begin
    if exists (select from app_session s where s.key_digest = digest) then
        return 'known';
    end if;
    perform sweep_sessions(whose);
    -- A token is shown here soon after it was made. One that comes late is a copy, or from a session that
    -- has been forgotten.
    if clock_timestamp() > least(believed_until, signed_in_at + make_interval(hours => most_hours)) then
        perform note_refused_sign_in(whose, person, 'expired');
        return 'expired';
    end if;
    account := find_account(whose, person);
    if account.id is null then
        refused := 'unknown';
    elsif not account.is_active then
        refused := 'inactive';
    elsif account.role_from = 'groups' and person ->> 'group_role' is null then
        -- In none of the groups any more. What the groups once gave ends everywhere.
        update app_session set ended_at = clock_timestamp(), ended_why = 'account_changed'
        where programme_id = whose and user_id = account.id and ended_at is null;
        refused := 'inactive';
    end if;
    if refused is not null then
        perform note_refused_sign_in(whose, person, refused);
        return refused;
    end if;
    insert into app_session (programme_id, user_id, key_digest, provider, address, idle_minutes, expires_at)
    values (whose, account.id, digest, provider, nullif(current_setting('trygghet.address', true), ''),
            idle_minutes, least(signed_in_at, clock_timestamp()) + make_interval(hours => most_hours))
    on conflict do nothing;
    return 'known';
end $$;

drop function look_at_session(text);
create function look_at_session(whose integer, key text)
returns table (state text, name text, role text, unit text)
language plpgsql security definer as $$
declare
    held app_session;
    account app_user;
    ending text;
begin
    select * into held from app_session s
    where s.programme_id = whose and s.key_digest = sha256(convert_to(key, 'UTF8'));
    if held.id is null then
        return query select 'none', null, null, null;
        return;
    end if;
    select * into account from app_user u where u.programme_id = whose and u.id = held.user_id;
    ending := case
        when held.ended_at is not null then held.ended_why
        when clock_timestamp() >= held.expires_at then 'expired'
        when clock_timestamp() >= held.last_seen_at + make_interval(mins => held.idle_minutes) then 'idle'
        when not account.is_active then 'account_changed'
    end;
    if ending is null then
        -- To the minute is enough, and most looks then write nothing.
        update app_session s set last_seen_at = clock_timestamp()
        where s.programme_id = whose and s.id = held.id and s.ended_at is null
            and s.last_seen_at < clock_timestamp() - interval '1 minute';
        return query select 'live', account.name, account.role, account.unit;
        return;
    end if;
    update app_session s set ended_at = clock_timestamp(), ended_why = ending
    where s.programme_id = whose and s.id = held.id and s.ended_at is null;
    return query select ending, account.name, null, account.unit;
end $$;
comment on function look_at_session(integer, text) is
    'Whose session a key is of, and whether it lasts; notes that it is used, and ends it when its time is out.';

create or replace function note_export(what jsonb, most integer) returns boolean
language plpgsql security definer as $$
declare
    viewer app_user := viewer_user();
begin
    -- One at a time for each account, so that two at once do not both get the last one.
    perform from app_user where programme_id = viewer.programme_id and id = viewer.id for update;
    if viewer_programme('export') is null then
        perform note_refusal(jsonb_build_object('asked', what ->> 'file', 'needed', 'export'));
        return false;
    end if;
    if most <= (select count(*) from audit_event where action = 'exported' and actor = viewer_name()
            and at > clock_timestamp() - interval '1 hour') then
        perform note_refusal(jsonb_build_object('asked', what ->> 'file', 'why', 'limit'));
        return false;
    end if;
    perform note_happening('exported', viewer.programme_id, viewer_name(), what);
    return true;
end $$;

-- Money -------------------------------------------------------------------------------------------

create function booked_through(whose integer, upto date, moment timestamptz) returns date
language sql stable security definer as $$
    select max(l.booked_on) from ledger_entry l
    where l.programme_id = whose and l.booked_on <= upto
        and case when moment is null then l.withdrawn_at is null
            else l.recorded_at <= moment and (l.withdrawn_at is null or l.withdrawn_at > moment) end
        and (pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage')
            or whose in (viewer_programme('see_money'), viewer_programme('see_own_money')))
$$;
comment on function booked_through(integer, date, timestamptz) is
    'The last day that the ledger holds: the same for who sees all of the money and who sees a part.';

-- The log -----------------------------------------------------------------------------------------

create index ix_audit_event_programme on audit_event (programme_id, id);

create or replace view audit_reading with (security_barrier) as
select e.id, e.at, e.actor, e.action, e.table_name,
       -- How many rows of counts there are is a count too.
       case when shown.whole then e.row_count end as row_count,
       e.address,
       case when shown.whole then e.changes end as changes
from audit_event e
cross join lateral (select e.table_name is null or e.table_name in ('programme', 'area', 'area_population',
    'target_group', 'partner', 'activity_kind', 'import_batch', 'app_user')) as shown (whole)
where e.programme_id = (select viewer_programme('see_audit'))
   or (e.programme_id is null and (select viewer_programme('see_audit')) is not null);

create or replace function prune_audit(before timestamptz) returns bigint
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
    -- What is gone stands in the chain that is left: nobody moves its beginning without a word.
    perform note_happening('pruned', null, current_actor(), jsonb_build_object('before', before,
        'events', gone, 'upto', upto, 'hash', encode(last_hash, 'hex')));
    return gone;
end $$;
do $$
declare
    head audit_head;
begin
    select * into head from audit_head;
    if head.kept_after > 0 then
        perform note_happening('pruned', null, current_actor(), jsonb_build_object('before', null,
            'events', 0, 'upto', head.kept_after, 'hash', encode(head.kept_hash, 'hex')));
    end if;
end $$;

create or replace function audit_faults() returns table (place bigint, event bigint, fault text)
language plpgsql stable security definer as $$
declare
    head audit_head;
begin
    select * into head from audit_head;
    return query
    with link as (
        select e.id, e.position, e.previous, e.hash, audit_hash(e) as right_hash,
            lag(e.position, 1, head.kept_after) over (order by e.position) as position_before,
            lag(e.hash, 1, head.kept_hash) over (order by e.position) as hash_before,
            lag(e.id) over (order by e.position) as id_before
        from audit_event e where e.position > head.kept_after
    ), last as (
        select max(link.position) as position from link
    )
    select l.position, l.id, 'changed' from link l where l.hash is distinct from l.right_hash
    union all
    -- Changed, and given the hash of what it says now: the next one still knows the old one.
    select l.position_before, l.id_before, 'changed' from link l
    where l.position = l.position_before + 1 and l.previous is distinct from l.hash_before
    union all
    select l.position, l.id, 'changed' from link l
    where l.position = head.position and l.hash is distinct from head.hash
        and l.hash is not distinct from l.right_hash
    union all
    select gap, null::bigint, 'missing' from link l,
        generate_series(l.position_before + 1, l.position - 1) gap
    union all
    select gap, null::bigint, 'missing'
    from last, generate_series(coalesce(last.position, head.kept_after) + 1, head.position) gap
    union all
    -- Taken from the beginning, and the head told so, without being pruned.
    select head.kept_after, null::bigint, 'missing'
    where head.kept_after > 0 and not exists (
        select from audit_event e where e.action = 'pruned'
            and e.changes ->> 'upto' = head.kept_after::text
            and e.changes ->> 'hash' = encode(head.kept_hash, 'hex'))
    union all
    select e.position, e.id, 'unlinked' from audit_event e
    where e.position is null or e.position <= head.kept_after or e.position > head.position
    order by 1, 2;
end $$;

revoke execute on function guard_last_admin(), begin_viewing(text, text, text), note_refused_sign_in(integer, jsonb, text),
    sweep_sessions(integer), look_at_session(integer, text), booked_through(integer, date, timestamptz) from public;
grant execute on function begin_viewing(text, text, text), look_at_session(integer, text),
    booked_through(integer, date, timestamptz) to trygghet_app;
grant select (idle_minutes) on app_session to trygghet_app;
