-- What is made public of the team's work: protected counts, written once.

insert into role_right (role, action) values ('team_lead', 'see_published'), ('director', 'see_published'),
    ('director', 'publish'), ('board', 'see_published'), ('researcher', 'see_published');

create table publication (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    month date not null,
    version smallint not null,
    threshold smallint not null,
    method text not null,
    area_codes text[] not null,
    comment text,
    published_at timestamptz default writing_moment() not null,
    published_by text default current_actor() not null,
    constraint pk_publication primary key (programme_id, id),
    constraint fk_publication_programme_id foreign key (programme_id) references programme (id),
    constraint uq_publication_programme_id_month_version unique (programme_id, month, version),
    constraint ck_publication_month_first_of_month check (extract(day from month) = 1),
    constraint ck_publication_version_positive check (version > 0),
    constraint ck_publication_threshold_range check (threshold between 2 and 100),
    constraint ck_publication_method_filled check (btrim(method) <> ''),
    constraint ck_publication_area_codes_some check (cardinality(area_codes) > 0),
    constraint ck_publication_comment_filled check (btrim(comment) <> ''),
    constraint ck_publication_comment_impersonal check (is_free_of_identity_numbers(comment))
);
comment on table publication is 'A month''s counts as they were made public; a later version takes their place. Written once.';
comment on column publication.programme_id is 'The programme that the row belongs to.';
comment on column publication.id is 'Key of the publication.';
comment on column publication.month is 'First day of the month that is made public.';
comment on column publication.version is '1, and more for each correction.';
comment on column publication.threshold is 'Counts of individuals from 1 up to this are hidden.';
comment on column publication.method is 'How the counts were protected.';
comment on column publication.area_codes is 'The mellanområden whose month is in it.';
comment on column publication.comment is 'Why this threshold, or what was corrected.';
comment on column publication.published_at is 'When; set by the database, the moment of the transaction.';
comment on column publication.published_by is 'By whom.';

create table published_count (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    publication_id bigint not null,
    area_code text,
    target_group text,
    first_month date not null,
    months smallint not null,
    measure text not null,
    value bigint,
    low bigint,
    high bigint,
    mark text default '' not null,
    constraint pk_published_count primary key (programme_id, id),
    constraint fk_published_count_programme_id_publication_id foreign key (programme_id, publication_id)
        references publication (programme_id, id),
    constraint fk_published_count_programme_id_area_code foreign key (programme_id, area_code)
        references area (programme_id, code),
    constraint fk_published_count_programme_id_target_group foreign key (programme_id, target_group)
        references target_group (programme_id, code),
    constraint ck_published_count_first_month_first_of_month check (extract(day from first_month) = 1),
    constraint ck_published_count_months_known check (months in (1, 3, 4, 12)),
    constraint ck_published_count_measure_known check (measure in ('occasions', 'participants')),
    constraint ck_published_count_ends_in_order check (low >= 0 and high >= low),
    constraint ck_published_count_mark_whole check (case mark
        when '' then value is not null and value = low and value = high
        when '..' then value is null and low is not null and high is distinct from low
        when '–' then value is null and low is null and high is null
        else false end)
);
create unique index uq_published_count_cell on published_count
    (programme_id, publication_id, first_month, months, measure, area_code, target_group) nulls not distinct;
create index ix_published_count_month on published_count (programme_id, first_month);
comment on table published_count is
    'A count as it was made public: its value, or between which values it lies. Written once; an exact count that is hidden is not here.';
comment on column published_count.programme_id is 'The programme that the row belongs to.';
comment on column published_count.id is 'Key of the row.';
comment on column published_count.publication_id is 'The publication that it is part of.';
comment on column published_count.area_code is 'The mellanområde; null: all of them.';
comment on column published_count.target_group is 'The target group; null: all of them.';
comment on column published_count.first_month is 'First day of the first month that it counts.';
comment on column published_count.months is 'How many months: 1, 3 (quarter), 4 (tertial) or 12 (year).';
comment on column published_count.measure is 'occasions or participants.';
comment on column published_count.value is 'The count; null where a mark says why not.';
comment on column published_count.low is 'The least value that it can have, from what is public.';
comment on column published_count.high is 'The largest; null with a low: none is known.';
comment on column published_count.mark is 'Empty: the value stands. ..: protected. –: nobody counted.';
select watch_table('publication'::regclass, false);
select watch_table('published_count'::regclass, false);

create function hold_publications(whose integer) returns void
language sql as $$
    select pg_advisory_xact_lock(7209, whose)
$$;
comment on function hold_publications(integer) is
    'Waits for who is publishing: what is safe beside all that was told before must not be told beside something newer.';

create function guard_publication() returns trigger
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
comment on function guard_publication() is 'Lets only approved months be made public, one publication at a time.';
create trigger guard_publication before insert on publication for each row execute function guard_publication();

create function registered_by_month(whose integer, first_month date, last_month date)
returns table (month date, area_code text, target_group text, occasions numeric, individual numeric,
    participants numeric, entries numeric, uncounted numeric)
language sql stable security definer as $$
    select m.month, case a.level when 'primaromrade' then a.parent_code else a.code end, m.target_group,
        sum(m.occasions), coalesce(sum(m.occasions) filter (where k.concerns_individuals), 0),
        sum(m.participants), sum(m.entries), sum(m.uncounted)
    from activity_month m
    join area a on a.programme_id = m.programme_id and a.code = m.area_code
    join activity_kind k on k.programme_id = m.programme_id and k.code = m.kind
    where m.programme_id = whose and m.month between first_month and last_month
    group by 1, 2, 3
$$;
comment on function registered_by_month(integer, date, date) is
    'The exact counts by month, mellanområde and target group, for the guards.';

create function guard_published_counts() returns trigger
language plpgsql security definer as $$
declare
    wrong record;
begin
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') then
        return null;
    end if;
    if exists (select from new_rows n join publication p on p.programme_id = n.programme_id and p.id = n.publication_id
            where p.published_at <> writing_moment()) then
        raise exception 'a publication is written at once, and never again'
            using errcode = '55000', constraint = 'published_is_written_once';
    end if;
    -- Every month of every area that a count adds up is approved.
    select n.first_month, a.code into wrong from new_rows n
    join area a on a.programme_id = n.programme_id and a.level = 'mellanomrade'
        and a.code = coalesce(n.area_code, a.code)
    cross join generate_series(0, n.months - 1) step
    where not exists (select from reporting_period p where p.programme_id = n.programme_id and p.area_code = a.code
        and p.month = (n.first_month + make_interval(months => step))::date and p.state = 'approved')
    limit 1;
    if wrong.code is not null then
        raise exception 'the months from % of % are not approved', wrong.first_month, wrong.code
            using errcode = '23514', constraint = 'published_is_approved';
    end if;
    with spans as (
        select programme_id, min(first_month) as first,
            max((first_month + make_interval(months => months - 1))::date) as last
        from new_rows group by programme_id
    ), registered as materialized (
        select s.programme_id, r.* from spans s, registered_by_month(s.programme_id, s.first, s.last) r
    ), truth as (
        select n.id, n.value, n.low, n.high, n.mark, n.measure, p.threshold,
            coalesce(sum(case n.measure when 'participants' then r.participants else r.occasions end), 0) as counted,
            coalesce(sum(case n.measure when 'participants' then r.participants else r.individual end), 0) as individuals,
            coalesce(sum(r.entries), 0) as entries, coalesce(sum(r.uncounted), 0) as uncounted
        from new_rows n
        join publication p on p.programme_id = n.programme_id and p.id = n.publication_id
        left join registered r on r.programme_id = n.programme_id
            and r.month >= n.first_month and r.month < n.first_month + make_interval(months => n.months)
            and r.area_code = coalesce(n.area_code, r.area_code)
            and r.target_group = coalesce(n.target_group, r.target_group)
        group by n.id, n.value, n.low, n.high, n.mark, n.measure, p.threshold
    )
    select case
        when t.mark = '' and t.value <> t.counted or t.counted < t.low or t.counted > t.high
            or t.mark = '–' and (t.entries <> t.uncounted or t.measure <> 'participants') then 'published_is_true'
        else 'published_is_not_small' end as rule
    into wrong from truth t
    where t.mark = '' and (t.value <> t.counted or t.individuals > 0 and t.individuals < t.threshold)
        or t.counted < t.low or t.counted > t.high
        or t.mark = '–' and (t.entries <> t.uncounted or t.measure <> 'participants')
    limit 1;
    if wrong.rule is not null then
        raise exception 'a count to be made public is not as registered, or small'
            using errcode = '23514', constraint = wrong.rule;
    end if;
    return null;
end $$;
comment on function guard_published_counts() is
    'Lets only true counts of approved months be made public, and no small ones.';
create trigger guard_published_counts after insert on published_count referencing new table as new_rows
    for each statement execute function guard_published_counts();

create function guard_published() returns trigger
language plpgsql as $$
begin
    raise exception '% of %: what was made public stays as it was', lower(tg_op), tg_table_name
        using errcode = '42501', constraint = 'published_is_written_once';
end $$;
comment on function guard_published() is 'Keeps what was made public.';
create trigger guard_published before update or delete or truncate on publication
    for each statement execute function guard_published();
create trigger guard_published before update or delete or truncate on published_count
    for each statement execute function guard_published();

create view reporting_activity as
select distinct on (c.programme_id, c.first_month, c.months, c.measure, c.area_code, c.target_group)
    c.programme_id, c.first_month, c.months, c.area_code, c.target_group, c.measure, c.value, c.low, c.high, c.mark,
    p.version, p.threshold, p.published_at
from published_count c
join publication p on p.programme_id = c.programme_id and p.id = c.publication_id
order by c.programme_id, c.first_month, c.months, c.measure, c.area_code, c.target_group, p.id desc;
comment on view reporting_activity is 'The team''s counts as they were last made public, protected.';

alter table publication enable row level security;
alter table published_count enable row level security;
do $$
declare
    kept text;
begin
    foreach kept in array array['publication', 'published_count'] loop
        execute format('create policy seen on %I for select to trygghet_app
            using (programme_id = (select seen_programme(''see_published'')))', kept);
        execute format('create policy inserted on %I for insert to trygghet_app
            with check (programme_id = (select viewer_programme(''publish'')))', kept);
        execute format('create policy operated on %I to trygghet_operator using (true) with check (true)', kept);
    end loop;
end $$;
grant select on publication, published_count to trygghet_app;
grant insert (programme_id, month, version, threshold, method, area_codes, comment) on publication to trygghet_app;
grant insert (programme_id, publication_id, area_code, target_group, first_month, months, measure, value, low, high, mark)
    on published_count to trygghet_app;
grant select on reporting_activity to trygghet_reader;
revoke execute on function hold_publications(integer), guard_publication(), registered_by_month(integer, date, date),
    guard_published_counts(), guard_published() from public;
grant execute on function hold_publications(integer) to trygghet_app;
