-- As it was in 0006.

drop function begin_viewing(text, text, text), booked_through(integer, date, timestamptz), look_at_session(integer, text);
drop index ix_audit_event_programme;

create or replace function viewer_name() returns text
language sql stable security definer as $$
    select format('%s (konto %s)', u.name, u.id) from viewer_user() u where u.id is not null
$$;

create or replace function current_actor() returns text
language plpgsql stable as $$
begin
    -- Only the application may speak for a person; a source system is its own login.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_app', 'usage') then
        return coalesce(viewer_name(), nullif(current_setting('trygghet.actor', true), ''), session_user);
    end if;
    return session_user;
end $$;

create or replace function find_account(whose integer, person jsonb) returns app_user
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

create or replace function start_session(whose integer, person jsonb, key text, provider text, signed_in_at timestamptz,
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

create or replace function note_export(what jsonb, most integer) returns boolean
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
    perform note_happening('pruned', null, current_actor(), jsonb_build_object('before', before, 'events', gone));
    return gone;
end $$;

drop function sweep_sessions(integer), note_refused_sign_in(integer, jsonb, text);

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
revoke execute on function look_at_session(text) from public;
grant execute on function look_at_session(text) to trygghet_app;

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
    select e.position, e.id, 'unlinked' from audit_event e
    where e.position is null or e.position <= head.kept_after or e.position > head.position
    order by 1, 2;
end $$;

create or replace view audit_reading with (security_barrier) as
select e.id, e.at, e.actor, e.action, e.table_name, e.row_count, e.address,
       case when e.table_name is null or e.table_name in ('programme', 'area', 'area_population', 'target_group',
           'partner', 'activity_kind', 'import_batch', 'app_user') then e.changes end as changes
from audit_event e
where coalesce(e.programme_id, viewer_programme('see_audit')) = (select viewer_programme('see_audit'));

drop trigger guard_last_admin on app_user;
drop function guard_last_admin();
drop index uq_app_user_email_caseless;
create unique index uq_app_user_email_caseless on app_user (programme_id, lower(email));
update app_user set email = format('konto-%s@exempel.invalid', id) where email is null;
alter table app_user
    drop constraint ck_app_user_email_known,
    alter column email set not null;
comment on column app_user.email is 'E-mail address, by which an invited person is known at the first sign-in.';
revoke select (idle_minutes) on app_session from trygghet_app;
grant select on reporting_point, reporting_money to trygghet_app;
