-- What is protected is not told by the way either: by the planner, by locks, by refusals, by old sums.

-- A month is published of what nobody changes meanwhile. Not by an advisory lock, which can be taken,
-- and so withheld, by every login.
create or replace function hold_publications(whose integer) returns void
language plpgsql security definer as $$
begin
    if not (pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage')
            or coalesce(viewer_programme('publish') = whose, false)) then
        raise exception 'this role does not publish' using errcode = '42501';
    end if;
    perform from programme p where p.id = whose for no key update;
    -- Whoever opens a month waits, and is waited for: see guard_step.
    perform from area a where a.programme_id = whose and a.level = 'mellanomrade'
    order by a.code collate "C" for share;
end $$;
comment on function hold_publications(integer) is
    'Waits for who is publishing or opening a month: what is safe beside all that was told before must not be told beside something newer.';

create or replace function guard_publication() returns trigger
language plpgsql security definer as $$
declare
    missing text;
begin
    -- Whoever keeps the database may restore what was.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') then
        return new;
    end if;
    -- First of all: a refusal that depends on the months would tell of them.
    perform hold_publications(new.programme_id);
    select code into missing from unnest(new.area_codes) code where not exists (
        select from reporting_period p where p.programme_id = new.programme_id and p.area_code = code
            and p.month = new.month and p.state = 'approved') limit 1;
    if missing is not null then
        raise exception 'the month % of % is not approved', new.month, missing
            using errcode = '23514', constraint = 'published_is_approved';
    end if;
    new.published_at := writing_moment();
    new.published_by := current_actor();
    return new;
end $$;

create function guard_kind() returns trigger
language plpgsql security definer as $$
begin
    if not pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage')
            and exists (select from publication p where p.programme_id = old.programme_id) then
        raise exception 'the kind % is in counts that are public', old.code
            using errcode = '23514', constraint = 'kind_of_published_counts';
    end if;
    return new;
end $$;
comment on function guard_kind() is
    'Keeps what was protected: once something is published, a kind stays about individuals, or not.';
create trigger guard_kind before update on activity_kind for each row
    when (old.concerns_individuals is distinct from new.concerns_individuals)
    execute function guard_kind();
revoke execute on function guard_kind() from public;

-- EXPLAIN tells every login what the planner expects of a table, whose rows it may not see: the
-- commonest values, how often they occur, and bounds between which the others lie. Of these tables
-- the planner gets to know no more than how many rows they have; they are read by their indexes.
do $$
declare
    told record;
begin
    for told in select a.attrelid::regclass as kept, c.relname, a.attname from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        where a.attrelid in ('activity'::regclass, 'activity_month'::regclass, 'app_user'::regclass, 'app_session'::regclass)
            and a.attnum > 0 and not a.attisdropped and a.attname <> 'programme_id' loop
        execute format('alter table %s alter column %I set statistics 0', told.kept, told.attname);
        -- What was gathered earlier stays otherwise. Before PostgreSQL 18 only a superuser can take
        -- it away: see docs/operations.md.
        if to_regproc('pg_catalog.pg_clear_attribute_stats') is not null then
            execute format('select pg_clear_attribute_stats(%L, %L, %L, false)', 'public', told.relname, told.attname);
        end if;
    end loop;
end $$;

-- A quarter of which a month has been published again, but not the quarter, contradicts that month.
create or replace view reporting_activity as
select distinct on (c.programme_id, c.first_month, c.months, c.measure, c.area_code, c.target_group)
    c.programme_id, c.first_month, c.months, c.area_code, c.target_group, c.measure, c.value, c.low, c.high, c.mark,
    p.version, p.threshold, p.published_at
from published_count c
join publication p on p.programme_id = c.programme_id and p.id = c.publication_id
where not exists (
    select from publication l where l.programme_id = c.programme_id and l.id > p.id
        and l.month >= c.first_month and l.month < c.first_month + make_interval(months => c.months))
order by c.programme_id, c.first_month, c.months, c.measure, c.area_code, c.target_group, p.id desc;
