-- The database guards itself, since other systems write to it.

-- Facts are never changed or deleted, only withdrawn -----------------------------------------

create function note_writer() returns trigger
language plpgsql as $$
begin
    -- Held until commit, by any number at once: as-of readers see in pg_locks who is still at it.
    -- Taken before the row's recorded_at is set, so no stamp is older than its lock.
    perform pg_advisory_xact_lock_shared(7208, 411);
    perform writing_moment();
    return null;
end $$;
comment on function note_writer() is 'Shows that a transaction may still commit facts of an earlier moment.';

create function await_settled(moment timestamptz) returns void
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
comment on function await_settled(timestamptz) is
    'Returns when every transaction that could still commit facts of this moment has ended. What is read afterwards, as of the moment, reads the same for ever.';

create function guard_fact() returns trigger
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
comment on function guard_fact() is
    'Lets a fact be withdrawn once, with a reason, and nothing else. Only the owner may tell another time, to restore or to make examples.';

-- Freshness and audit, one row a statement ----------------------------------------------------

create function fold_revisions() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
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
comment on function fold_revisions() is
    'Removes counted revision rows and keeps their number: the token is the same before and after.';

create function revision_token() returns text
language sql stable as $$
    select coalesce(max(id), 0) || '.' || count(*) + (select folded from revision_base) from revision
$$;
comment on function revision_token() is
    'Differs after every committed write. The highest id alone would miss a lower one that commits later, so the count is in it.';

create function note_write() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
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
comment on function note_write() is 'Writes the audit row and the revision row of a statement.';

create function watch_table(watched regclass, is_fact boolean) returns void
language plpgsql as $$
begin
    execute format('create trigger note_insert after insert on %s referencing new table as new_rows
        for each statement execute function note_write()', watched);
    execute format('create trigger note_update after update on %s referencing old table as old_rows new table as new_rows
        for each statement execute function note_write()', watched);
    execute format('create trigger note_delete after delete on %s referencing old table as old_rows
        for each statement execute function note_write()', watched);
    execute format('create trigger note_truncate after truncate on %s
        for each statement execute function note_write()', watched);
    if is_fact then
        execute format('create trigger note_writer before insert or update on %s
            for each statement execute function note_writer()', watched);
        execute format('create trigger guard_fact before update or delete on %s
            for each row execute function guard_fact()', watched);
        execute format('create trigger guard_fact_truncate before truncate on %s
            for each statement execute function guard_fact()', watched);
    end if;
end $$;
comment on function watch_table(regclass, boolean) is
    'Puts the guards on a table; every migration that makes a table calls it.';

-- The summary of the activities -----------------------------------------------------------------

create function add_to_summary(sums jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    -- A cell may have several rows. One that nobody else is writing is raised; where all are
    -- taken a new one is begun: no writer waits for another, and readers sum the rows of a cell.
    with delta as materialized (
        select * from jsonb_to_recordset(sums) as d(
            programme_id integer, month date, area_code text, kind text, target_group text,
            point_number smallint, occasions bigint, participants bigint, minutes bigint,
            entries bigint, uncounted bigint)
    ), free as materialized (
        select m.id, m.programme_id, m.month, m.area_code, m.kind, m.target_group, m.point_number
        from activity_month m
        join delta d on m.programme_id = d.programme_id and m.month = d.month
            and m.area_code = d.area_code and m.kind = d.kind and m.target_group = d.target_group
            and m.point_number is not distinct from d.point_number
        for update of m skip locked
    ), chosen as materialized (
        select distinct on (programme_id, month, area_code, kind, target_group, point_number) *
        from free order by programme_id, month, area_code, kind, target_group, point_number, id
    ), raised as (
        update activity_month m
        set occasions = m.occasions + d.occasions, participants = m.participants + d.participants,
            minutes = m.minutes + d.minutes, entries = m.entries + d.entries,
            uncounted = m.uncounted + d.uncounted
        from chosen c
        join delta d on c.programme_id = d.programme_id and c.month = d.month
            and c.area_code = d.area_code and c.kind = d.kind and c.target_group = d.target_group
            and c.point_number is not distinct from d.point_number
        where m.id = c.id and m.programme_id = c.programme_id
    )
    insert into activity_month (programme_id, month, area_code, kind, target_group, point_number,
        occasions, participants, minutes, entries, uncounted)
    select d.* from delta d
    where not exists (
        select from chosen c
        where c.programme_id = d.programme_id and c.month = d.month and c.area_code = d.area_code
          and c.kind = d.kind and c.target_group = d.target_group
          and c.point_number is not distinct from d.point_number);
end $$;
comment on function add_to_summary(jsonb) is 'Adds sums, negative ones too, to the monthly summary.';

create function summarise_activities() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    sums jsonb;
begin
    if tg_op = 'INSERT' then
        select jsonb_agg(to_jsonb(s)) into sums from (
            select programme_id, date_trunc('month', occurred_on)::date as month, area_code, kind,
                target_group, point_number, sum(occasions) as occasions,
                coalesce(sum(participants), 0) as participants, coalesce(sum(minutes), 0) as minutes,
                count(*) as entries, count(*) filter (where participants is null) as uncounted
            from new_rows where withdrawn_at is null group by 1, 2, 3, 4, 5, 6) s;
    else
        select jsonb_agg(to_jsonb(s)) into sums from (
            select o.programme_id, date_trunc('month', o.occurred_on)::date as month, o.area_code, o.kind,
                o.target_group, o.point_number, -sum(o.occasions) as occasions,
                -coalesce(sum(o.participants), 0) as participants, -coalesce(sum(o.minutes), 0) as minutes,
                -count(*) as entries, -count(*) filter (where o.participants is null) as uncounted
            from old_rows o join new_rows n on n.programme_id = o.programme_id and n.id = o.id
            where o.withdrawn_at is null and n.withdrawn_at is not null group by 1, 2, 3, 4, 5, 6) s;
    end if;
    if sums is not null then
        perform add_to_summary(sums);
    end if;
    return null;
end $$;
comment on function summarise_activities() is 'Keeps the monthly summary equal to the standing log.';

create trigger summarise_insert after insert on activity referencing new table as new_rows
    for each statement execute function summarise_activities();
create trigger summarise_withdrawal after update on activity referencing old table as old_rows new table as new_rows
    for each statement execute function summarise_activities();

-- Rules that reach over tables -------------------------------------------------------------------

create function guard_days() returns trigger
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
comment on function guard_days() is 'Holds a date inside its programme, and (past) not after today.';

create function guard_codes() returns trigger
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
comment on function guard_codes() is 'What a foreign key would do for a column that holds several codes.';

create function guard_area_level() returns trigger
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
comment on function guard_area_level() is 'An activity on the whole city part would be in no area''s count.';

create trigger guard_area_level after insert on activity referencing new table as new_rows
    for each statement execute function guard_area_level();

create function guard_programme() returns trigger
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
comment on function guard_programme() is 'A programme cannot be made shorter than what it holds.';

do $$
declare
    rule record;
begin
    for rule in select * from (values
        ('activity', 'occurred_on', 'past'), ('ledger_entry', 'booked_on', 'any'),
        ('status_report', 'as_of_date', 'past'), ('forecast', 'made_on', 'past'),
        ('point', 'starts_on', 'any'), ('point', 'due_on', 'any')
    ) as r(t, c, reach) loop
        execute format('create trigger guard_%2$s_insert after insert on %1$I referencing new table as new_rows
            for each statement execute function guard_days(%2$L, %3$L)', rule.t, rule.c, rule.reach);
    end loop;
    for rule in select * from (values ('point', 'starts_on'), ('point', 'due_on')) as r(t, c) loop
        execute format('create trigger guard_%2$s_update after update on %1$I referencing new table as new_rows
            for each statement execute function guard_days(%2$L, ''any'')', rule.t, rule.c);
    end loop;
    for rule in select * from (values
        ('point', 'target_groups', 'target_group', 'insert'), ('point', 'area_codes', 'area', 'insert'),
        ('point', 'partners', 'partner', 'insert'), ('activity', 'partners', 'partner', 'insert'),
        ('point', 'target_groups', 'target_group', 'update'), ('point', 'area_codes', 'area', 'update'),
        ('point', 'partners', 'partner', 'update')
    ) as r(t, c, target, event) loop
        execute format('create trigger guard_%2$s_%4$s after %4$s on %1$I referencing new table as new_rows
            for each statement execute function guard_codes(%2$L, %3$L)', rule.t, rule.c, rule.target, rule.event);
    end loop;
end $$;

create trigger guard_days_update after update on programme referencing new table as new_rows
    for each statement execute function guard_programme();

do $$
declare
    watched text;
begin
    foreach watched in array array['activity', 'status_report', 'indicator_value', 'budget_line',
        'ledger_entry', 'forecast'] loop
        perform watch_table(watched::regclass, true);
    end loop;
    foreach watched in array array['programme', 'focus_area', 'target_group', 'partner', 'area',
        'area_population', 'point', 'milestone', 'indicator', 'activity_kind', 'reporting_period',
        'funding_source', 'import_batch'] loop
        perform watch_table(watched::regclass, false);
    end loop;
end $$;

insert into revision_base (folded) values (0);

-- A client's own temporary tables never stand in for the real ones inside a function.
do $$
declare
    ours regprocedure;
begin
    for ours in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
        and pg_get_userbyid(proowner) = current_user loop
        execute format('alter function %s set search_path = public, pg_temp', ours);
    end loop;
end $$;
