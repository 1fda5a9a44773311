-- Rows that made no sense, and yet were let in ------------------------------------------------

alter table funding_source
    add constraint ck_funding_source_funder_filled check (btrim(funder) <> ''),
    add constraint ck_funding_source_purpose_filled check (btrim(purpose) <> ''),
    add constraint ck_funding_source_amount_finite check (amount > '-Infinity' and amount < 'Infinity'),
    add constraint ck_funding_source_code_plain check (code ~ '^[A-Za-z0-9._/-]+$'),
    add constraint uq_funding_source_programme_id_name unique (programme_id, name);
create unique index uq_funding_source_code_caseless on funding_source (programme_id, lower(code));
alter table budget_line
    add constraint ck_budget_line_amount_finite check (amount > '-Infinity' and amount < 'Infinity');
alter table ledger_entry
    add constraint ck_ledger_entry_amount_finite check (amount > '-Infinity' and amount < 'Infinity');
alter table forecast
    add constraint ck_forecast_amount_finite check (amount > '-Infinity' and amount < 'Infinity');
alter table indicator_value
    add constraint ck_indicator_value_value_finite check (value > '-Infinity' and value < 'Infinity');
alter table indicator
    add constraint ck_indicator_baseline_finite check (baseline > '-Infinity' and baseline < 'Infinity'),
    add constraint ck_indicator_target_finite check (target > '-Infinity' and target < 'Infinity'),
    add constraint uq_indicator_programme_id_point_number_name unique (programme_id, point_number, name);
drop index ix_indicator_point;
alter table milestone
    add constraint uq_milestone_programme_id_point_number_title unique (programme_id, point_number, title);
drop index ix_milestone_point;

-- A person's number is refused whoever writes it ------------------------------------------------

create function is_free_of_identity_numbers(words text) returns boolean
language plpgsql immutable strict parallel safe as $$
declare
    found text[];
    digits text;
    digit integer;
    total integer;
begin
    -- Only the shapes that nothing else has: with the century, or with the mark before the last
    -- four. A number of ten bare digits may be an invoice's; the importer asks a person about those.
    for found in select regexp_matches(words,
        '(?<![0-9])(?:(?:19|20)([0-9]{6})[-+]?|([0-9]{6})[-+])([0-9]{4})(?![0-9]|-[0-9]{2}-[0-9]{2})', 'g') loop
        digits := coalesce(found[1], found[2]) || found[3];
        continue when substr(digits, 3, 2) not between '01' and '12';
        -- A coordination number has sixty added to its day. February has 29 days every fourth year.
        continue when substr(digits, 5, 2)::integer % 60 not between 1 and
            case substr(digits, 3, 2) when '02' then 28 + (substr(digits, 1, 2)::integer % 4 = 0)::integer
                when '04' then 30 when '06' then 30 when '09' then 30 when '11' then 30 else 31 end
            or substr(digits, 5, 2) > '91';
        total := 0;
        for place in 1..10 loop
            digit := substr(digits, place, 1)::integer * (1 + place % 2);
            total := total + digit / 10 + digit % 10;
        end loop;
        if total % 10 = 0 then
            return false;
        end if;
    end loop;
    return true;
end $$;
comment on function is_free_of_identity_numbers(text) is
    'Whether no personnummer or coordination number stands in a text, judged by shape, day and check digit.';

alter table activity
    add constraint ck_activity_note_impersonal check (is_free_of_identity_numbers(note));
alter table status_report
    add constraint ck_status_report_comment_impersonal check (is_free_of_identity_numbers(comment)),
    add constraint ck_status_report_risk_impersonal check (is_free_of_identity_numbers(risk));
alter table budget_line
    add constraint ck_budget_line_note_impersonal check (is_free_of_identity_numbers(note));
alter table ledger_entry
    add constraint ck_ledger_entry_text_impersonal check (is_free_of_identity_numbers(text));
alter table forecast
    add constraint ck_forecast_reason_impersonal check (is_free_of_identity_numbers(reason));
do $$
declare
    fact text;
begin
    foreach fact in array array['activity', 'status_report', 'indicator_value', 'budget_line',
        'ledger_entry', 'forecast'] loop
        execute format('alter table %1$I add constraint ck_%1$s_withdrawn_why_impersonal
            check (is_free_of_identity_numbers(withdrawn_why))', fact);
    end loop;
end $$;

-- Locks that no stranger can hold -----------------------------------------------------------------

create or replace function note_writer() returns trigger
language plpgsql security definer as $$
begin
    -- Held until commit, by any number at once: as-of readers see in pg_locks who is still at it.
    -- Taken before the row's recorded_at is set, so no stamp is older than its lock. A table's
    -- lock, for an advisory one can be taken, and so withheld, by every login.
    if not exists (
        select from pg_locks where pid = pg_backend_pid() and locktype = 'relation'
            and relation = 'revision_base'::regclass and mode = 'RowShareLock'
    ) then
        lock table revision_base in row share mode;
        -- A moment that the transaction noted before it had the lock is none to stamp a fact with.
        perform set_config('trygghet.moment', '', true);
    end if;
    perform writing_moment();
    return null;
end $$;

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

create or replace function fold_revisions() returns void
language plpgsql security definer as $$
declare
    removed bigint;
begin
    perform from revision_base for update skip locked;
    if not found then
        return;
    end if;
    with gone as (delete from revision where id < (select max(id) from revision) returning 1)
    select count(*) into removed from gone;
    update revision_base set folded = folded + removed;
exception when serialization_failure then
    -- Another has folded meanwhile; the next time will do.
    return;
end $$;

-- Who, when and whose: the database's own word -----------------------------------------------------

create or replace function current_actor() returns text
language plpgsql stable as $$
begin
    -- Only the application may speak for a person; a source system is its own login.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_app', 'usage') then
        return coalesce(nullif(current_setting('trygghet.actor', true), ''), session_user);
    end if;
    return session_user;
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
    if new.withdrawn_at is null or not pg_catalog.pg_has_role(current_user, 'trygghet_owner', 'usage') then
        new.withdrawn_at := writing_moment();
        new.withdrawn_by := current_actor();
    end if;
    return new;
end $$;

create function note_changer() returns trigger
language plpgsql as $$
begin
    -- Only the owner may tell another, to restore or to make examples.
    if pg_catalog.pg_has_role(current_user, 'trygghet_owner', 'usage') and new.changed_at is not null
        and (tg_op = 'INSERT' or new.changed_at is distinct from old.changed_at) then
        return new;
    end if;
    new.changed_at := clock_timestamp();
    new.changed_by := current_actor();
    return new;
end $$;
comment on function note_changer() is 'Notes who set the state of a row, and when.';

create trigger note_changer_insert before insert on reporting_period
    for each row when (new.state <> 'open' or new.changed_at is not null or new.changed_by is not null)
    execute function note_changer();
create trigger note_changer_update before update on reporting_period
    for each row when (new.state <> old.state or new.changed_at is distinct from old.changed_at
        or new.changed_by is distinct from old.changed_by) execute function note_changer();

create or replace function note_write() returns trigger
language plpgsql security definer as $$
declare
    rows bigint := 0;
    what jsonb;
    first_of_them integer;
    last_of_them integer;
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
    if tg_op <> 'TRUNCATE' then
        execute format('select min(%1$I), max(%1$I) from %2$I',
            case tg_table_name when 'programme' then 'id' else 'programme_id' end,
            case tg_op when 'INSERT' then 'new_rows' else 'old_rows' end) into first_of_them, last_of_them;
    end if;
    insert into audit_event (actor, login, transaction, action, table_name, programme_id, row_count, changes)
    values (current_actor(), session_user || coalesce('/' || nullif(current_setting('role'), 'none'), ''),
            pg_current_xact_id()::text, lower(tg_op), tg_table_name,
            case when first_of_them = last_of_them then first_of_them end, rows, what);
    insert into revision (table_name) values (tg_table_name) returning id into latest;
    if latest % 500 = 0 then
        perform fold_revisions();
    end if;
    return null;
end $$;

-- Days -----------------------------------------------------------------------------------------------

create or replace function guard_days() returns trigger
language plpgsql as $$
declare
    wrong record;
    latest date;
begin
    execute format(
        'select n.%1$I as day, p.starts_on, p.ends_on from new_rows n join programme p on p.id = n.programme_id
         where n.%1$I < p.starts_on or n.%1$I > p.ends_on limit 1', tg_argv[0]) into wrong;
    if wrong.day is not null then
        raise exception '%.% = % lies outside the programme (% to %)', tg_table_name, tg_argv[0],
            wrong.day, wrong.starts_on, coalesce(wrong.ends_on::text, 'no end')
            using errcode = '23514', constraint = 'day_inside_programme';
    end if;
    latest := (clock_timestamp() at time zone 'Europe/Stockholm')::date
        + case tg_argv[1] when 'past' then interval '0' when 'year' then interval '1 year' end;
    if latest is not null then
        execute format('select n.%1$I as day from new_rows n where n.%1$I > $1 limit 1', tg_argv[0])
            into wrong using latest;
        if wrong.day is not null then
            raise exception '%.% = % is after %, the last day that it may be', tg_table_name, tg_argv[0],
                wrong.day, latest using errcode = '23514', constraint = 'day_has_come';
        end if;
    end if;
    return null;
end $$;
comment on function guard_days() is
    'Holds a date inside its programme and, by its second word, not after today (past) or not more than a year ahead (year).';

drop trigger guard_booked_on_insert on ledger_entry;
create trigger guard_booked_on_insert after insert on ledger_entry referencing new table as new_rows
    for each statement execute function guard_days('booked_on', 'year');

create or replace function guard_programme() returns trigger
language plpgsql as $$
declare
    held record;
    outside date;
begin
    for held in select * from (values
        ('activity', 'occurred_on'), ('ledger_entry', 'booked_on'), ('status_report', 'as_of_date'),
        ('forecast', 'made_on'), ('point', 'starts_on'), ('point', 'due_on')
    ) as h(t, c) loop
        execute format(
            'select t.%2$I from new_rows p join %1$I t on t.programme_id = p.id
             where (t.%2$I < p.starts_on or t.%2$I > p.ends_on) %3$s limit 1', held.t, held.c,
            case held.t when 'point' then '' else 'and t.withdrawn_at is null' end) into outside;
        if outside is not null then
            raise exception 'the programme holds something of %, outside its new days', outside
                using errcode = '23514', constraint = 'programme_holds_its_days';
        end if;
    end loop;
    return null;
end $$;

-- Rules that programs can tell apart by name ----------------------------------------------------

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
            using errcode = '23503', constraint = 'codes_exist';
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
            tg_table_name using errcode = '23514', constraint = 'area_level_counts';
    end if;
    return null;
end $$;

-- Rights -----------------------------------------------------------------------------------------------

-- Readers of views and source systems may ask whether anything has been written, not what.
alter function revision_token() security definer;
-- A reader writes nothing, so no default is ever asked of it.
revoke execute on function default_programme(), writing_moment(), current_actor(), acting_role()
    from trygghet_reader;
revoke execute on all functions in schema public from public;
grant execute on function is_free_of_identity_numbers(text) to trygghet_app, trygghet_source;

-- Only who loads the example says that it is one, and nobody that it is none.
revoke insert on programme from trygghet_app;
revoke update (is_example) on programme from trygghet_app;
grant insert (code, name, starts_on, ends_on) on programme to trygghet_app;
-- A source system reads no files in.
revoke insert (import_batch_id) on activity, ledger_entry from trygghet_source;
