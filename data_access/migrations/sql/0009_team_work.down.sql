drop trigger guard_step_insert on reporting_period;
drop trigger guard_step_update on reporting_period;
drop trigger note_step_insert on reporting_period;
drop trigger note_step_update on reporting_period;
drop trigger guard_month_insert on activity;
drop trigger guard_division on area;
drop trigger guard_month_update on activity;
drop trigger guard_point_numbers_insert on activity;
drop function may_see_counts(integer), hold_areas(integer, bigint, text), guard_division(), account_units(integer), find_draft(text), drop_draft(text), keep_draft(text, jsonb), guard_month(),
    note_step(), guard_step(), reporting_area(integer, text);
drop policy approved on reporting_period;
alter policy updated on reporting_period using (programme_id = (select seen_programme('register_activities')));
drop table reporting_step, report_review, draft, reminder_sent;
drop function guard_review();
alter table reporting_period drop column comment, drop column wish;
grant insert on reporting_period to trygghet_app;
grant update (area_level, state, due_on, changed_by, changed_at) on reporting_period to trygghet_app;

alter table activity disable trigger user;
alter table activity add column point_number smallint;
comment on column activity.point_number is 'The point that it is part of.';
update activity set point_number = point_numbers[1] where point_numbers <> '{}';
alter table activity enable trigger user;
alter table activity drop column replaces, drop column point_numbers,
    add constraint fk_activity_programme_id_point_number foreign key (programme_id, point_number)
        references point (programme_id, number);
create index ix_activity_point on activity (programme_id, point_number);
grant insert (point_number) on activity to trygghet_app, trygghet_source;

alter table activity_month add column point_number smallint;
comment on column activity_month.point_number is 'The point, where one was named.';
update activity_month set point_number = point_numbers[1] where point_numbers <> '{}';
drop index ix_activity_month_cell;
alter table activity_month drop column point_numbers;
create index ix_activity_month_cell on activity_month
    (programme_id, month, area_code, target_group, kind, point_number);
drop function is_ordered_set(smallint[]);

create or replace function add_to_summary(sums jsonb) returns void
language plpgsql security definer as $$
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

create or replace function summarise_activities() returns trigger
language plpgsql security definer as $$
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

create or replace function guard_codes() returns trigger
language plpgsql security definer as $$
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

delete from role_right where action = 'approve';
