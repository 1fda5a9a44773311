drop function people_to_answer(integer), public_pack(text);
drop table question_handling, board_question, meeting_pack, meeting;
drop function guard_handling(), guard_question(), guard_pack(), guard_meeting();
drop trigger guard_haste on audit_event;
drop function guard_haste();
create or replace function await_settled(moment timestamptz) returns void
language plpgsql volatile as $$
declare
    writers text[];
    patience timestamptz := clock_timestamp() + interval '30 seconds';
begin
    if moment > clock_timestamp() then
        raise exception 'a moment that has not come yet: %', moment using errcode = '22023';
    end if;
    select array_agg(virtualtransaction) into writers from pg_locks
    where locktype = 'relation' and relation = 'revision_base'::regclass and mode = 'RowShareLock'
      and database = (select oid from pg_database where datname = current_database())
      and pid is distinct from pg_backend_pid();
    while exists (
        select from pg_locks
        where locktype = 'relation' and relation = 'revision_base'::regclass and mode = 'RowShareLock'
          and database = (select oid from pg_database where datname = current_database())
          and virtualtransaction = any (writers)
    ) loop
        if clock_timestamp() > patience then
            raise exception 'a transaction that writes facts has not ended' using errcode = '55P03';
        end if;
        perform pg_sleep(0.01);
    end loop;
end $$;
create or replace function guard_month() returns trigger
language plpgsql security definer as $$
declare
    locked record;
begin
    -- Whoever keeps the database may restore what was.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') then
        return null;
    end if;
    -- A snapshot of earlier would not show that the month has been submitted since.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'activities are written in transactions that read what is committed'
            using errcode = '25001';
    end if;
    -- Shared, so that writers do not wait for each other; whoever submits the month waits for all.
    perform from area a where (a.programme_id, a.code) in (
        select n.programme_id, reporting_area(n.programme_id, n.area_code) from new_rows n)
    order by a.programme_id, a.code collate "C" for share;
    if exists (select from new_rows n
            join activity o on o.programme_id = n.programme_id and o.id = n.replaces and o.withdrawn_at is null) then
        raise exception 'what an entry takes the place of is withdrawn first'
            using errcode = '23514', constraint = 'replaced_is_withdrawn';
    end if;
    select p.area_code, p.month, p.state, a.name into locked
    from (select distinct n.programme_id, reporting_area(n.programme_id, n.area_code) as area_code,
              date_trunc('month', n.occurred_on)::date as month from new_rows n) w
    join reporting_period p using (programme_id, area_code, month)
    join area a on a.programme_id = p.programme_id and a.code = p.area_code
    where p.state <> 'open' order by p.month, a.name limit 1;
    if locked.state is not null then
        raise exception 'the month % of % is %', locked.month, locked.area_code, locked.state
            using errcode = '23514', constraint = 'month_is_open',
                detail = to_char(locked.month, 'YYYY-MM ') || locked.name;
    end if;
    return null;
end $$;
comment on function guard_month() is
    'Keeps a month that is submitted or approved as it is, until it is opened again.';
create or replace function guard_division() returns trigger
language plpgsql security definer as $$
begin
    if not pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') and exists (
            select from reporting_period p where p.programme_id = old.programme_id and p.state <> 'open'
                and p.area_code in (old.code, old.parent_code, new.parent_code)) then
        raise exception 'the area % has months that are closed', old.code
            using errcode = '23514', constraint = 'division_of_closed_months';
    end if;
    return new;
end $$;
comment on function guard_division() is
    'Keeps what a closed month counts: an area with such months is not moved to another.';
drop index ix_activity_recorded, ix_activity_withdrawn;
drop trigger note_writer on publication;
drop trigger note_writer on reporting_period;
do $$
declare
    kept regclass;
begin
    foreach kept in array array['point', 'milestone', 'indicator', 'funding_source']::regclass[] loop
        execute format('drop trigger keep_version on %s', kept);
        execute format('drop trigger note_writer on %s', kept);
    end loop;
end $$;
drop table row_version;
drop function keep_versions(regclass, text), keep_version();
delete from role_right where action in ('keep_meetings', 'see_packs', 'ask', 'answer');
