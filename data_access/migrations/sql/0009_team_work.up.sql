-- What the team leader writes: drafts, months with their steps, several points an activity.

insert into role_right (role, action) values ('director', 'approve');

-- An activity is part of any number of points, and may take the place of another one --------------

create function is_ordered_set(numbers smallint[]) returns boolean
language sql immutable strict parallel safe as $$
    select numbers = coalesce((select array_agg(distinct n order by n) from unnest(numbers) n where n is not null), '{}')
$$;
comment on function is_ordered_set(smallint[]) is
    'Whether numbers stand in order, each once: what is the same set then is the same value.';

alter table activity disable trigger user;
alter table activity add column point_numbers smallint[] default '{}' not null, add column replaces bigint;
update activity set point_numbers = array[point_number] where point_number is not null;
alter table activity enable trigger user;
drop index ix_activity_point;
alter table activity
    drop column point_number,
    add constraint ck_activity_point_numbers_ordered check (is_ordered_set(point_numbers)),
    add constraint fk_activity_programme_id_replaces foreign key (programme_id, replaces) references activity (programme_id, id);
create index ix_activity_replaces on activity (programme_id, replaces) where replaces is not null;
comment on column activity.point_numbers is 'The points that it is part of, in order; empty: of none.';
comment on column activity.replaces is 'The withdrawn entry that this one corrects.';

alter table activity_month add column point_numbers smallint[] default '{}' not null;
update activity_month set point_numbers = array[point_number] where point_number is not null;
drop index ix_activity_month_cell;
alter table activity_month drop column point_number;
alter table activity_month alter column point_numbers drop default;
create index ix_activity_month_cell on activity_month
    (programme_id, month, area_code, target_group, kind, point_numbers);
comment on column activity_month.point_numbers is 'The points that were named, together.';

create or replace function add_to_summary(sums jsonb) returns void
language plpgsql security definer as $$
begin
    -- A cell may have several rows. One that nobody else is writing is raised; where all are
    -- taken a new one is begun: no writer waits for another, and readers sum the rows of a cell.
    with delta as materialized (
        select * from jsonb_to_recordset(sums) as d(
            programme_id integer, month date, area_code text, kind text, target_group text,
            point_numbers smallint[], occasions bigint, participants bigint, minutes bigint,
            entries bigint, uncounted bigint)
    ), free as materialized (
        select m.id, m.programme_id, m.month, m.area_code, m.kind, m.target_group, m.point_numbers
        from activity_month m
        join delta d using (programme_id, month, area_code, kind, target_group, point_numbers)
        for update of m skip locked
    ), chosen as materialized (
        select distinct on (programme_id, month, area_code, kind, target_group, point_numbers) *
        from free order by programme_id, month, area_code, kind, target_group, point_numbers, id
    ), raised as (
        update activity_month m
        set occasions = m.occasions + d.occasions, participants = m.participants + d.participants,
            minutes = m.minutes + d.minutes, entries = m.entries + d.entries,
            uncounted = m.uncounted + d.uncounted
        from chosen c
        join delta d using (programme_id, month, area_code, kind, target_group, point_numbers)
        where m.id = c.id and m.programme_id = c.programme_id
    )
    insert into activity_month (programme_id, month, area_code, kind, target_group, point_numbers,
        occasions, participants, minutes, entries, uncounted)
    select d.* from delta d
    where not exists (
        select from chosen c
        where (c.programme_id, c.month, c.area_code, c.kind, c.target_group, c.point_numbers)
            = (d.programme_id, d.month, d.area_code, d.kind, d.target_group, d.point_numbers));
end $$;

create or replace function summarise_activities() returns trigger
language plpgsql security definer as $$
declare
    sums jsonb;
begin
    if tg_op = 'INSERT' then
        select jsonb_agg(to_jsonb(s)) into sums from (
            select programme_id, date_trunc('month', occurred_on)::date as month, area_code, kind,
                target_group, point_numbers, sum(occasions) as occasions,
                coalesce(sum(participants), 0) as participants, coalesce(sum(minutes), 0) as minutes,
                count(*) as entries, count(*) filter (where participants is null) as uncounted
            from new_rows where withdrawn_at is null group by 1, 2, 3, 4, 5, 6) s;
    else
        select jsonb_agg(to_jsonb(s)) into sums from (
            select o.programme_id, date_trunc('month', o.occurred_on)::date as month, o.area_code, o.kind,
                o.target_group, o.point_numbers, -sum(o.occasions) as occasions,
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
    -- tg_argv: the column of keys, the table that must have them, and which of its columns they are.
    execute format(
        'select coalesce(key::text, ''null'') from new_rows n, unnest(n.%1$I) as key
         where not exists (select from %2$I t where t.programme_id = n.programme_id and t.%3$I = key.key)
         limit 1', tg_argv[0], tg_argv[1], coalesce(tg_argv[2], 'code')) into wrong;
    if wrong is not null then
        raise exception '%.%: there is no % with the code %', tg_table_name, tg_argv[0], tg_argv[1], wrong
            using errcode = '23503', constraint = 'codes_exist';
    end if;
    return null;
end $$;
create trigger guard_point_numbers_insert after insert on activity referencing new table as new_rows
    for each statement execute function guard_codes('point_numbers', 'point', 'number');

-- Months: open, submitted, approved ---------------------------------------------------------------

alter table reporting_period
    add column comment text,
    add column wish text,
    add constraint ck_reporting_period_wish_filled check (btrim(wish) <> ''),
    add constraint ck_reporting_period_wish_impersonal check (is_free_of_identity_numbers(wish)),
    add constraint ck_reporting_period_wish_of_approved check (wish is null or state = 'approved'),
    add constraint ck_reporting_period_comment_filled check (btrim(comment) <> ''),
    add constraint ck_reporting_period_comment_impersonal check (is_free_of_identity_numbers(comment));
comment on column reporting_period.comment is
    'Why the month was sent back or opened again, or why a wish to open it was declined.';
comment on column reporting_period.wish is 'Why an approved month is asked to be opened.';

create table reporting_step (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    area_code text not null,
    month date not null,
    state text not null,
    comment text,
    wish text,
    entries bigint not null,
    made_at timestamptz not null,
    made_by text not null,
    constraint pk_reporting_step primary key (programme_id, id),
    constraint fk_reporting_step_programme_id_area_code_month foreign key (programme_id, area_code, month)
        references reporting_period (programme_id, area_code, month)
);
create index ix_reporting_step_period on reporting_step (programme_id, area_code, month);
comment on table reporting_step is 'Each step of a month: who submitted, approved, sent back or opened it. Written by a trigger.';
comment on column reporting_step.programme_id is 'The programme that the row belongs to.';
comment on column reporting_step.id is 'Key of the step.';
comment on column reporting_step.area_code is 'The mellanområde.';
comment on column reporting_step.month is 'First day of the month.';
comment on column reporting_step.state is 'The state that it came to: open, submitted or approved.';
comment on column reporting_step.comment is
    'Why it was sent back or opened again; of an approved one, why a wish to open it was declined.';
comment on column reporting_step.wish is 'Why an approved one is asked to be opened.';
comment on column reporting_step.entries is 'Standing activities of the month as the step was made.';
comment on column reporting_step.made_at is 'When.';
comment on column reporting_step.made_by is 'By whom.';

create function reporting_area(whose integer, code_of_area text) returns text
language sql stable security definer as $$
    select case a.level when 'primaromrade' then a.parent_code else a.code end
    from area a where a.programme_id = whose and a.code = code_of_area
$$;
comment on function reporting_area(integer, text) is 'The mellanområde that reports for an area.';

create function guard_step() returns trigger
language plpgsql security definer as $$
declare
    earlier text := case tg_op when 'UPDATE' then old.state else 'open' end;
    may_register boolean;
    may_approve boolean;
begin
    -- Whoever keeps the database may restore what was.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') then
        return new;
    end if;
    may_approve := pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage')
        or coalesce(viewer_programme('approve') = new.programme_id, false);
    may_register := pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage')
        or coalesce(viewer_programme('register_activities') = new.programme_id, false);
    if new.state = earlier then
        if tg_op = 'INSERT' then
            new.comment := null;
            new.wish := null;
        elsif new.state <> 'approved' or (new.wish, new.comment) is not distinct from (old.wish, old.comment) then
            new.comment := old.comment;
            new.wish := old.wish;
        elsif not (new.wish is not null and may_register
                or new.wish is null and old.wish is not null and may_approve) then
            raise exception 'who registers asks for a month to be opened, and who approves declines that'
                using errcode = '42501', constraint = 'month_takes_its_steps';
        else
            if new.wish is not null then
                new.comment := null;
            elsif new.comment is null then
                raise exception 'a wish is declined with a reason'
                    using errcode = '23514', constraint = 'month_opened_with_reason';
            end if;
            -- Who, and when, is told as of a change of state: by note_changer.
            new.changed_at := clock_timestamp();
        end if;
        return new;
    end if;
    new.wish := null;
    if not coalesce(case earlier || ' ' || new.state
            when 'open submitted' then may_register
            when 'submitted open' then may_register or may_approve
            when 'submitted approved' then may_approve
            when 'approved open' then may_approve
            else false end, false) then
        raise exception 'a month does not go from % to % by this role', earlier, new.state
            using errcode = '42501', constraint = 'month_takes_its_steps';
    end if;
    if new.state <> 'open' and (new.month + interval '1 month')::date
            > (clock_timestamp() at time zone 'Europe/Stockholm')::date then
        raise exception 'the month % is not over', new.month
            using errcode = '23514', constraint = 'month_is_over';
    end if;
    if new.state <> 'open' then
        new.comment := null;
    elsif new.comment is null and (earlier = 'approved' or not may_register) then
        raise exception 'a month is sent back or opened again with a reason'
            using errcode = '23514', constraint = 'month_opened_with_reason';
    end if;
    -- Waits for those who are writing in the month, and they for this step: see guard_month.
    perform from area a where a.programme_id = new.programme_id and a.code = new.area_code
    for no key update;
    return new;
end $$;
comment on function guard_step() is
    'Lets a month take only its steps: the team leader submits, takes back and asks for it to be opened, the director approves, sends back, opens again and says no.';
create trigger guard_step_insert before insert on reporting_period for each row execute function guard_step();
create trigger guard_step_update before update on reporting_period for each row execute function guard_step();

create function note_step() returns trigger
language plpgsql security definer as $$
begin
    insert into reporting_step
        (programme_id, area_code, month, state, comment, wish, entries, made_at, made_by)
    select new.programme_id, new.area_code, new.month, new.state, new.comment, new.wish, coalesce(sum(m.entries), 0),
        coalesce(new.changed_at, clock_timestamp()), coalesce(new.changed_by, current_actor())
    from activity_month m
    join area a on a.programme_id = m.programme_id and a.code = m.area_code
    where m.programme_id = new.programme_id and m.month = new.month
        and new.area_code in (a.code, a.parent_code);
    return null;
end $$;
comment on function note_step() is 'Keeps the history of a month.';
create trigger note_step_insert after insert on reporting_period for each row
    when (new.state <> 'open') execute function note_step();
create trigger note_step_update after update on reporting_period for each row
    when (old.state <> new.state
        or old.state = 'approved' and (old.wish, old.comment) is distinct from (new.wish, new.comment))
    execute function note_step();
insert into reporting_step (programme_id, area_code, month, state, entries, made_at, made_by)
select p.programme_id, p.area_code, p.month, p.state,
    (select coalesce(sum(m.entries), 0) from activity_month m
     join area a on a.programme_id = m.programme_id and a.code = m.area_code
     where m.programme_id = p.programme_id and m.month = p.month and p.area_code in (a.code, a.parent_code)),
    coalesce(p.changed_at, clock_timestamp()), coalesce(p.changed_by, current_user)
from reporting_period p where p.state <> 'open';

create function guard_month() returns trigger
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

-- Who writes in several areas holds them in the same order as who submits them all, so that neither
-- waits for the other for ever.
create function hold_areas(whose integer, entry bigint, further text) returns void
language sql security definer as $$
    select from area a where a.programme_id = whose and a.code in (
        select reporting_area(whose, o.area_code) from activity o where o.programme_id = whose and o.id = entry
        union select reporting_area(whose, further))
    order by a.code collate "C" for share
$$;
comment on function hold_areas(integer, bigint, text) is
    'Waits for who submits the month of an entry''s area or of a further one, and lets them wait.';

create function guard_division() returns trigger
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
create trigger guard_division before update on area for each row
    when (old.parent_code is distinct from new.parent_code or old.level is distinct from new.level)
    execute function guard_division();

create trigger guard_month_insert after insert on activity referencing new table as new_rows
    for each statement execute function guard_month();
create trigger guard_month_update after update on activity referencing new table as new_rows
    for each statement execute function guard_month();

-- A report that the director sends back ------------------------------------------------------------

create table report_review (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    report_id bigint not null,
    comment text not null,
    recorded_at timestamptz default writing_moment() not null,
    recorded_by text default current_actor() not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_why text,
    constraint pk_report_review primary key (programme_id, id),
    constraint fk_report_review_programme_id foreign key (programme_id) references programme (id),
    constraint fk_report_review_programme_id_report_id foreign key (programme_id, report_id)
        references status_report (programme_id, id),
    constraint ck_report_review_comment_filled check (btrim(comment) <> ''),
    constraint ck_report_review_comment_impersonal check (is_free_of_identity_numbers(comment)),
    constraint ck_report_review_withdrawn_whole check
        ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    constraint ck_report_review_withdrawn_after_recorded check (withdrawn_at >= recorded_at),
    constraint ck_report_review_withdrawn_why_filled check (btrim(withdrawn_why) <> ''),
    constraint ck_report_review_withdrawn_why_impersonal check (is_free_of_identity_numbers(withdrawn_why))
);
create unique index uq_report_review_standing on report_review (programme_id, report_id) where withdrawn_at is null;
comment on table report_review is 'A status report that was sent back, with what is asked for: a fact.';
comment on column report_review.programme_id is 'The programme that the row belongs to.';
comment on column report_review.id is 'Key of the review.';
comment on column report_review.report_id is 'The report that was sent back.';
comment on column report_review.comment is 'What is asked for. Never about an individual.';
comment on column report_review.recorded_at is 'When the database got to know it; set by the database, one moment a transaction.';
comment on column report_review.recorded_by is 'Who told it: the person of the application, else the database login.';
comment on column report_review.withdrawn_at is 'When it was withdrawn; null while it stands.';
comment on column report_review.withdrawn_by is 'Who withdrew it.';
comment on column report_review.withdrawn_why is 'Why it was withdrawn.';
select watch_table('report_review'::regclass, true);

create function guard_review() returns trigger
language plpgsql security definer as $$
begin
    -- Waits for who is reporting the point, and they for this: see lock_point.
    perform from point p join status_report r on r.programme_id = p.programme_id and r.point_number = p.number
    where r.programme_id = new.programme_id and r.id = new.report_id for no key update of p;
    if not exists (select from status_report r where r.programme_id = new.programme_id and r.id = new.report_id
            and r.withdrawn_at is null and not exists (
                select from status_report l where l.programme_id = r.programme_id
                    and l.point_number = r.point_number and l.as_of_date > r.as_of_date and l.withdrawn_at is null)) then
        raise exception 'the report % is not the latest of its point', new.report_id
            using errcode = '23514', constraint = 'review_of_latest_report';
    end if;
    return new;
end $$;
comment on function guard_review() is 'Lets the latest report of a point be sent back, and no other.';
create trigger guard_review before insert on report_review for each row execute function guard_review();

-- Drafts --------------------------------------------------------------------------------------------

create table draft (
    programme_id integer default default_programme() not null,
    user_id bigint not null,
    subject text not null,
    content jsonb not null,
    saved_at timestamptz default clock_timestamp() not null,
    constraint pk_draft primary key (programme_id, user_id, subject),
    constraint fk_draft_programme_id_user_id foreign key (programme_id, user_id) references app_user (programme_id, id),
    constraint ck_draft_subject_filled check (btrim(subject) <> ''),
    constraint ck_draft_content_impersonal check (is_free_of_identity_numbers(content::text)),
    constraint ck_draft_content_size check (length(content::text) <= 50000)
);
comment on table draft is 'What somebody has typed and not yet saved; seen by that person alone.';
comment on column draft.programme_id is 'The programme that the row belongs to.';
comment on column draft.user_id is 'Whose it is.';
comment on column draft.subject is 'The form, and what it is about.';
comment on column draft.content is 'The fields, by name.';
comment on column draft.saved_at is 'When it was last changed.';

create function keep_draft(about text, fields jsonb) returns timestamptz
language plpgsql security definer as $$
declare
    viewer app_user;
    kept timestamptz;
begin
    -- What was being typed as the time of the session ran out is kept too; to read it again takes a
    -- new sign-in. A session that somebody has ended, or that ran out a day ago, keeps nothing.
    select u.* into viewer from app_session s
    join app_user u on u.programme_id = s.programme_id and u.id = s.user_id
    where s.key_digest = sha256(convert_to(current_setting('trygghet.viewer', true), 'UTF8')) and u.is_active
        and (s.ended_at is null or s.ended_why in ('idle', 'expired'))
        and least(s.expires_at, s.last_seen_at + make_interval(mins => s.idle_minutes))
            > clock_timestamp() - interval '1 day';
    if viewer.id is null then
        raise exception 'a draft is somebody''s' using errcode = '42501';
    end if;
    insert into draft (programme_id, user_id, subject, content)
    values (viewer.programme_id, viewer.id, about, fields)
    on conflict (programme_id, user_id, subject)
        do update set content = excluded.content, saved_at = clock_timestamp()
    returning saved_at into kept;
    -- Anybody's: who has left keeps none any more.
    delete from draft d where d.programme_id = viewer.programme_id
        and d.saved_at < clock_timestamp() - interval '90 days';
    return kept;
end $$;
comment on function keep_draft(text, jsonb) is
    'Keeps what the viewer has typed; forgets what was typed 90 days ago and never saved.';

create function find_draft(about text) returns table (content jsonb, saved_at timestamptz)
language sql stable security definer as $$
    select d.content, d.saved_at from draft d, viewer_user() v
    where d.programme_id = v.programme_id and d.user_id = v.id and d.subject = about
$$;
comment on function find_draft(text) is 'What the viewer has typed and not yet saved.';

create function drop_draft(about text) returns void
language sql security definer as $$
    delete from draft d using viewer_user() v
    where d.programme_id = v.programme_id and d.user_id = v.id and d.subject = about
$$;
comment on function drop_draft(text) is 'Forgets a draft: it was saved, or is not wanted.';

-- Reminders -------------------------------------------------------------------------------------------

create table reminder_sent (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    user_id bigint not null,
    key text not null,
    sent_at timestamptz default clock_timestamp() not null,
    constraint pk_reminder_sent primary key (programme_id, id),
    constraint fk_reminder_sent_programme_id_user_id foreign key (programme_id, user_id)
        references app_user (programme_id, id),
    constraint uq_reminder_sent_programme_id_user_id_key unique (programme_id, user_id, key)
);
comment on table reminder_sent is 'What somebody has been reminded of, so that it is said once.';
comment on column reminder_sent.programme_id is 'The programme that the row belongs to.';
comment on column reminder_sent.id is 'Key of the row.';
comment on column reminder_sent.user_id is 'Who was reminded.';
comment on column reminder_sent.key is 'What was due: its kind, its subject and its date.';
comment on column reminder_sent.sent_at is 'When the mail server took the letter.';

-- The units that answer for points: all that who keeps the accounts needs to know of the points.
create function account_units(whose integer) returns setof text
language sql stable security definer as $$
    select distinct p.responsible_unit from point p
    where p.programme_id = whose and p.responsible_unit is not null
        and (viewer_programme('keep_accounts') = whose
            or pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage'))
    order by 1
$$;
comment on function account_units(integer) is 'The units that an account may be of: those that answer for points.';

-- Rights ----------------------------------------------------------------------------------------------

-- For what a query says of areas that have no row of their own: to others it says nothing.
create function may_see_counts(whose integer) returns boolean
language sql security definer as $$
    select pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage')
        or coalesce(seen_programme('see_counts') = whose, false)
$$;
comment on function may_see_counts(integer) is 'Whether the viewer, or whoever keeps the panel, may see counts.';

alter table reporting_step enable row level security;
create policy seen on reporting_step for select to trygghet_app
    using (programme_id = (select seen_programme('see_counts')));
create policy operated on reporting_step for select to trygghet_operator using (true);
alter table report_review enable row level security;
create policy seen on report_review for select to trygghet_app
    using (programme_id = coalesce((select viewer_programme('update_points')), (select seen_programme('approve'))));
create policy inserted on report_review for insert to trygghet_app
    with check (programme_id = (select viewer_programme('approve')));
create policy operated on report_review to trygghet_operator using (true) with check (true);
alter table draft enable row level security;
alter table reminder_sent enable row level security;
create policy operated on reminder_sent to trygghet_operator using (true) with check (true);
-- The director's steps are the period's too.
create policy approved on reporting_period for update to trygghet_app
    using (programme_id = (select viewer_programme('approve')));
alter policy updated on reporting_period
    using (programme_id = (select case when viewer_programme('approve') is null
        then seen_programme('register_activities') else viewer_programme('register_activities') end));

grant insert (point_numbers, replaces) on activity to trygghet_app;
grant insert (point_numbers) on activity to trygghet_source;
-- A month is begun and takes its steps; when it is due is nobody's to change.
revoke insert, update on reporting_period from trygghet_app;
grant insert (programme_id, area_code, month, due_on, state), update (state, comment, wish)
    on reporting_period to trygghet_app;
grant select on reporting_step, report_review to trygghet_app;
grant insert (programme_id, report_id, comment) on report_review to trygghet_app;
grant select, insert on reminder_sent to trygghet_operator;
revoke execute on function is_ordered_set(smallint[]), reporting_area(integer, text), guard_step(), note_step(),
    guard_month(), may_see_counts(integer), guard_division(), guard_review(), hold_areas(integer, bigint, text), keep_draft(text, jsonb), find_draft(text), drop_draft(text), account_units(integer) from public;
grant execute on function is_ordered_set(smallint[]) to trygghet_app, trygghet_source;
grant execute on function keep_draft(text, jsonb), find_draft(text), drop_draft(text), account_units(integer),
    hold_areas(integer, bigint, text), may_see_counts(integer) to trygghet_app;
