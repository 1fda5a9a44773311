create or replace view reporting_activity as
select distinct on (c.programme_id, c.first_month, c.months, c.measure, c.area_code, c.target_group)
    c.programme_id, c.first_month, c.months, c.area_code, c.target_group, c.measure, c.value, c.low, c.high, c.mark,
    p.version, p.threshold, p.published_at
from published_count c
join publication p on p.programme_id = c.programme_id and p.id = c.publication_id
order by c.programme_id, c.first_month, c.months, c.measure, c.area_code, c.target_group, p.id desc;

do $$
declare
    told record;
begin
    for told in select a.attrelid::regclass as kept, a.attname from pg_attribute a
        where a.attrelid in ('activity'::regclass, 'activity_month'::regclass, 'app_user'::regclass, 'app_session'::regclass)
            and a.attnum > 0 and not a.attisdropped loop
        execute format('alter table %s alter column %I set statistics -1', told.kept, told.attname);
    end loop;
end $$;

drop trigger guard_kind on activity_kind;
drop function guard_kind();

create or replace function hold_publications(whose integer) returns void
language sql security invoker as $$
    select pg_advisory_xact_lock(7209, whose)
$$;

create or replace function guard_publication() returns trigger
language plpgsql security definer as $$
declare
    missing text;
begin
    -- Whoever keeps the database may restore what was.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') then
        return new;
    end if;
    perform hold_publications(new.programme_id);
    -- Whoever opens the month waits, and is waited for: see guard_step.
    perform from area a where a.programme_id = new.programme_id and a.code = any (new.area_codes)
    order by a.code collate "C" for share;
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
