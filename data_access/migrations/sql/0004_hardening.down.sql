revoke execute on function is_free_of_identity_numbers(text) from trygghet_app, trygghet_source;
grant insert (import_batch_id) on activity, ledger_entry to trygghet_source;
revoke insert (code, name, starts_on, ends_on) on programme from trygghet_app;
grant insert on programme to trygghet_app;
grant update (is_example) on programme to trygghet_app;
grant execute on function default_programme(), writing_moment(), current_actor(), acting_role() to trygghet_reader;
alter function revision_token() security invoker;

drop trigger guard_booked_on_insert on ledger_entry;
create trigger guard_booked_on_insert after insert on ledger_entry referencing new table as new_rows
    for each statement execute function guard_days('booked_on', 'any');
drop function note_changer() cascade;

alter table forecast
    drop constraint ck_forecast_reason_impersonal;
alter table ledger_entry
    drop constraint ck_ledger_entry_text_impersonal;
alter table budget_line
    drop constraint ck_budget_line_note_impersonal;
alter table status_report
    drop constraint ck_status_report_comment_impersonal,
    drop constraint ck_status_report_risk_impersonal;
alter table activity
    drop constraint ck_activity_note_impersonal;
alter table milestone
    drop constraint uq_milestone_programme_id_point_number_title;
alter table indicator
    drop constraint ck_indicator_baseline_finite,
    drop constraint ck_indicator_target_finite,
    drop constraint uq_indicator_programme_id_point_number_name;
alter table indicator_value
    drop constraint ck_indicator_value_value_finite;
alter table forecast
    drop constraint ck_forecast_amount_finite;
alter table ledger_entry
    drop constraint ck_ledger_entry_amount_finite;
alter table budget_line
    drop constraint ck_budget_line_amount_finite;
alter table funding_source
    drop constraint ck_funding_source_funder_filled,
    drop constraint ck_funding_source_purpose_filled,
    drop constraint ck_funding_source_amount_finite,
    drop constraint ck_funding_source_code_plain,
    drop constraint uq_funding_source_programme_id_name;
do $$
declare
    fact text;
begin
    foreach fact in array array['activity', 'status_report', 'indicator_value', 'budget_line',
        'ledger_entry', 'forecast'] loop
        execute format('alter table %1$I drop constraint ck_%1$s_withdrawn_why_impersonal', fact);
    end loop;
end $$;
drop function is_free_of_identity_numbers(text);
drop index uq_funding_source_code_caseless;
create index ix_milestone_point on milestone (programme_id, point_number);
create index ix_indicator_point on indicator (programme_id, point_number);

-- The functions as they were.
create or replace function current_actor() returns text
language plpgsql stable as $$
begin
    -- Only the application may speak for a person; a source system is its own login.
    if pg_has_role(acting_role(), 'trygghet_app', 'usage') then
        return coalesce(nullif(current_setting('trygghet.actor', true), ''), session_user);
    end if;
    return session_user;
end $$;

create or replace function note_writer() returns trigger
language plpgsql as $$
begin
    -- Held until commit, by any number at once: as-of readers see in pg_locks who is still at it.
    -- Taken before the row's recorded_at is set, so no stamp is older than its lock.
    perform pg_advisory_xact_lock_shared(7208, 411);
    perform writing_moment();
    return null;
end $$;

create or replace function await_settled(moment timestamptz) returns void
language plpgsql volatile as $$
declare
    writers text[];
begin
    if moment > clock_timestamp() then
        raise exception 'a moment that has not come yet: %', moment using errcode = '22023';
    end if;
    select array_agg(virtualtransaction) into writers from pg_locks
    where locktype = 'advisory' and classid = 7208 and objid = 411 and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())
      and pid is distinct from pg_backend_pid();
    while exists (
        select from pg_locks
        where locktype = 'advisory' and classid = 7208 and objid = 411 and objsubid = 2
          and virtualtransaction = any (writers)
    ) loop
        perform pg_sleep(0.01);
    end loop;
end $$;

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
    if new.withdrawn_at is null or not pg_has_role(current_user, 'trygghet_owner', 'usage') then
        new.withdrawn_at := writing_moment();
        new.withdrawn_by := current_actor();
    end if;
    return new;
end $$;

create or replace function fold_revisions() returns void
language plpgsql security definer as $$
declare
    removed bigint;
begin
    if not pg_try_advisory_xact_lock(7208, 412) then
        return;
    end if;
    with gone as (delete from revision where id < (select max(id) from revision) returning 1)
    select count(*) into removed from gone;
    update revision_base set folded = folded + removed;
exception when serialization_failure then
    -- Another has folded meanwhile; the next time will do.
    return;
end $$;

create or replace function note_write() returns trigger
language plpgsql security definer as $$
declare
    rows bigint := 0;
    what jsonb;
    whose integer;
    latest bigint;
begin
    if tg_op = 'INSERT' then
        select count(*) into rows from new_rows;
        if rows between 1 and 100 then
            select jsonb_build_object('after', jsonb_agg(to_jsonb(n))) into what from new_rows n;
        end if;
    elsif tg_op = 'DELETE' then
        select count(*), jsonb_build_object('before', jsonb_agg(to_jsonb(o))) into rows, what
        from old_rows o;
    elsif tg_op = 'UPDATE' then
        select count(*), jsonb_build_object('before', jsonb_agg(to_jsonb(o))) into rows, what
        from old_rows o;
        what := what || (select jsonb_build_object('after', jsonb_agg(to_jsonb(n))) from new_rows n);
    end if;
    if rows = 0 and tg_op <> 'TRUNCATE' then
        return null;
    end if;
    whose := coalesce(what -> 'after' -> 0 ->> 'programme_id', what -> 'before' -> 0 ->> 'programme_id')::integer;
    insert into audit_event (actor, login, transaction, action, table_name, programme_id, row_count, changes)
    values (current_actor(), session_user || coalesce('/' || nullif(current_setting('role'), 'none'), ''),
            pg_current_xact_id()::text, lower(tg_op), tg_table_name, whose, rows, what);
    insert into revision (table_name) values (tg_table_name) returning id into latest;
    if latest % 500 = 0 then
        perform fold_revisions();
    end if;
    return null;
end $$;

create or replace function guard_days() returns trigger
language plpgsql as $$
declare
    wrong record;
begin
    -- The triggers rename the column that is judged to "day" in their transition query below.
    execute format(
        'select n.%1$I as day, p.starts_on, p.ends_on from new_rows n join programme p on p.id = n.programme_id
         where n.%1$I < p.starts_on or n.%1$I > p.ends_on limit 1', tg_argv[0]) into wrong;
    if wrong.day is not null then
        raise exception '%.% = % lies outside the programme (% to %)', tg_table_name, tg_argv[0],
            wrong.day, wrong.starts_on, coalesce(wrong.ends_on::text, 'no end') using errcode = '23514';
    end if;
    if tg_argv[1] = 'past' then
        execute format(
            'select n.%1$I as day from new_rows n
             where n.%1$I > (clock_timestamp() at time zone ''Europe/Stockholm'')::date limit 1',
            tg_argv[0]) into wrong;
        if wrong.day is not null then
            raise exception '%.% = % has not come yet', tg_table_name, tg_argv[0], wrong.day
                using errcode = '23514';
        end if;
    end if;
    return null;
end $$;

create or replace function guard_programme() returns trigger
language plpgsql as $$
begin
    if exists (
        select from new_rows p join activity a on a.programme_id = p.id
        where a.withdrawn_at is null and (a.occurred_on < p.starts_on or a.occurred_on > p.ends_on)
    ) or exists (
        select from new_rows p join point o on o.programme_id = p.id
        where o.starts_on < p.starts_on or o.due_on > p.ends_on
    ) then
        raise exception 'the programme has activities or points outside its new days' using errcode = '23514';
    end if;
    return null;
end $$;

create or replace function guard_codes() returns trigger
language plpgsql as $$
declare
    wrong text;
begin
    -- tg_argv: the column of codes, and the table that must have them.
    execute format(
        'select code from new_rows n, unnest(n.%1$I) as code
         where not exists (select from %2$I t where t.programme_id = n.programme_id and t.code = code.code)
         limit 1', tg_argv[0], tg_argv[1]) into wrong;
    if wrong is not null then
        raise exception '%.%: there is no % with the code %', tg_table_name, tg_argv[0], tg_argv[1], wrong
            using errcode = '23503';
    end if;
    return null;
end $$;

create or replace function guard_area_level() returns trigger
language plpgsql as $$
begin
    if exists (
        select from new_rows n join area a on a.programme_id = n.programme_id and a.code = n.area_code
        where a.level = 'stadsomrade'
    ) then
        raise exception '%.area_code: an activity is registered on a mellanområde or a primärområde',
            tg_table_name using errcode = '23514';
    end if;
    return null;
end $$;

comment on function guard_days() is 'Holds a date inside its programme, and (past) not after today.';
