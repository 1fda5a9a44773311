-- The board's meetings: what was known as of a day, packs that never change, and questions.

insert into role_right (role, action) values
    ('director', 'keep_meetings'), ('director', 'see_packs'), ('director', 'answer'),
    ('board', 'see_packs'), ('board', 'ask'), ('team_lead', 'answer');

-- As of a moment, also of what is no fact ---------------------------------------------------------

create table row_version (
    programme_id integer not null,
    id bigint generated always as identity,
    table_name text not null,
    row_key text not null,
    content jsonb not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    replaced_at timestamptz,
    constraint pk_row_version primary key (programme_id, id),
    constraint fk_row_version_programme_id foreign key (programme_id) references programme (id),
    constraint ck_row_version_replaced_after_recorded check (replaced_at >= recorded_at)
);
create unique index uq_row_version_standing on row_version (programme_id, table_name, row_key) where replaced_at is null;
create index ix_row_version_moment on row_version (programme_id, table_name, recorded_at);
comment on table row_version is
    'What stood in the rows that may be changed, from when to when. As of T: recorded_at <= T and (replaced_at is null or replaced_at > T). Written by triggers.';
comment on column row_version.programme_id is 'The programme that the row belongs to.';
comment on column row_version.id is 'Key of the version.';
comment on column row_version.table_name is 'The table of the row.';
comment on column row_version.row_key is 'The key of the row in its table.';
comment on column row_version.content is 'The row, column by column.';
comment on column row_version.recorded_at is 'When the row became so; -infinity: before anybody noted it.';
comment on column row_version.recorded_by is 'Who made it so.';
comment on column row_version.replaced_at is 'When it became something else or was removed; null while it stands.';

create function keep_version() returns trigger
language plpgsql security definer as $$
declare
    held jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
    key_of_row text := held ->> tg_argv[0];
    earlier text := case when tg_op = 'UPDATE' then to_jsonb(old) ->> tg_argv[0] end;
    moment timestamptz;
begin
    if tg_op = 'UPDATE' and to_jsonb(old) = held then
        return null;
    end if;
    -- Another may have begun to write after this transaction, and have come to the row before it. This
    -- one is then noted as of the other's moment: whoever reads as of that waits for this one too.
    update row_version set replaced_at = greatest(recorded_at, writing_moment())
    where programme_id = (held ->> 'programme_id')::integer and table_name = tg_table_name
        and row_key = coalesce(earlier, key_of_row) and replaced_at is null
    returning replaced_at into moment;
    if tg_op <> 'DELETE' then
        insert into row_version (programme_id, table_name, row_key, content, recorded_at, recorded_by)
        values ((held ->> 'programme_id')::integer, tg_table_name, key_of_row, held, coalesce(moment, writing_moment()), current_actor());
    end if;
    return null;
end $$;
comment on function keep_version() is 'Keeps what a row held, by the column that is its key.';

create function keep_versions(kept regclass, key_column text) returns void
language plpgsql as $$
begin
    -- The same lock as of facts: an as-of reader waits for who began to write before its moment.
    execute format('create trigger note_writer before insert or update or delete on %s
        for each statement execute function note_writer()', kept);
    execute format('create trigger keep_version after insert or update or delete on %s
        for each row execute function keep_version(%L)', kept, key_column);
    -- What was there before this: each row as the audit had it before a change, and as it is now.
    execute format(
        'with noted as (
            select e.id, e.at, e.actor, e.action, case e.action when ''insert'' then r.after else r.before end as content
            from audit_event e cross join lateral (
                select value as before, null::jsonb as after from jsonb_array_elements(
                    case when e.action <> ''insert'' then e.changes -> ''before'' else ''[]'' end)
                union all
                select null, value from jsonb_array_elements(
                    case e.action when ''insert'' then e.changes -> ''after'' else ''[]'' end)) r
            where e.table_name = %1$L and e.action in (''insert'', ''update'', ''delete'') and e.changes is not null
        ), ended as (
            select (content ->> ''programme_id'')::integer as programme_id, content ->> %2$L as row_key, content, actor, id, at, action,
                lag(at) over told as since, lag(actor) over told as by
            from noted
            window told as (partition by content ->> ''programme_id'', content ->> %2$L order by id)
        ), untold as (
            -- Rows that came in large numbers were noted by their number only.
            select programme_id, min(at) as at from audit_event
            where table_name = %1$L and action = ''insert'' and changes is null group by programme_id
        ), current as (
            select t.programme_id, to_jsonb(t) ->> %2$L as row_key, to_jsonb(t) as content from %3$s t
        )
        insert into row_version (programme_id, table_name, row_key, content, recorded_at, recorded_by, replaced_at)
        select e.programme_id, %1$L, e.row_key, e.content, coalesce(e.since, u.at, ''-infinity''), coalesce(e.by, e.actor), e.at
        from ended e join programme p on p.id = e.programme_id left join untold u on u.programme_id = e.programme_id
        where e.action <> ''insert''
        union all
        select c.programme_id, %1$L, c.row_key, c.content, coalesce(l.at, u.at, ''-infinity''), coalesce(l.actor, current_user), null
        from current c left join untold u on u.programme_id = c.programme_id left join lateral (
            select e.at, e.actor from ended e where e.programme_id = c.programme_id and e.row_key = c.row_key
            order by e.id desc limit 1) l on true',
        kept::text, key_column, kept);
end $$;
comment on function keep_versions(regclass, text) is 'Begins to keep the versions of a table''s rows, with what the audit knows of earlier ones.';
select keep_versions('point'::regclass, 'number');
select keep_versions('milestone'::regclass, 'id');
select keep_versions('indicator'::regclass, 'id');
select keep_versions('funding_source'::regclass, 'code');

-- What else tells of a moment waits for its writers too.
create trigger note_writer before insert or update on reporting_period for each statement execute function note_writer();
create trigger note_writer before insert on publication for each statement execute function note_writer();

-- A moment that lies an hour back is settled: nobody can still commit what belongs to it.
create function guard_haste() returns trigger
language plpgsql security definer as $$
begin
    if clock_timestamp() > writing_moment() + interval '1 hour' then
        raise exception 'what a transaction writes is committed within an hour'
            using errcode = '55000', constraint = 'written_within_an_hour';
    end if;
    return null;
end $$;
comment on function guard_haste() is
    'Refuses, as it commits, a transaction that began to write more than an hour ago.';
create constraint trigger guard_haste after insert on audit_event
    deferrable initially deferred for each row execute function guard_haste();

create or replace function await_settled(moment timestamptz) returns void
language plpgsql volatile as $$
declare
    writers text[];
    patience timestamptz := clock_timestamp() + interval '10 seconds';
begin
    if moment > clock_timestamp() then
        raise exception 'a moment that has not come yet: %', moment using errcode = '22023';
    end if;
    -- See guard_haste: whoever is writing now is noted later than that.
    if moment < clock_timestamp() - interval '1 hour' then
        return;
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

-- As of a moment the summary is that of now, less what came after and with what was withdrawn after.
create index ix_activity_recorded on activity (programme_id, recorded_at);
create index ix_activity_withdrawn on activity (programme_id, withdrawn_at) where withdrawn_at is not null;

-- What stood when a publication was made is read as of its moment: nobody adds to that afterwards.
create or replace function guard_month() returns trigger
language plpgsql security definer as $$
declare
    locked record;
    told record;
    earliest timestamptz;
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
    -- By the rows' own moments: a client may put its transaction's forward meanwhile. That anything
    -- is public since is rare, so that the rows are usually looked through once.
    select min(case tg_op when 'INSERT' then n.recorded_at else n.withdrawn_at end) into earliest from new_rows n;
    if exists (select from publication p where p.published_at >= earliest) then
        select w.month, a.code, a.name into told
        from (select n.programme_id, reporting_area(n.programme_id, n.area_code) as area_code,
                  date_trunc('month', n.occurred_on)::date as month,
                  min(case tg_op when 'INSERT' then n.recorded_at else n.withdrawn_at end) as moment
              from new_rows n group by 1, 2, 3) w
        join publication p on p.programme_id = w.programme_id and p.published_at >= w.moment
        join published_count c on c.programme_id = p.programme_id and c.publication_id = p.id
            and w.area_code = coalesce(c.area_code, w.area_code)
            and w.month >= c.first_month and w.month < c.first_month + make_interval(months => c.months)
        join area a on a.programme_id = w.programme_id and a.code = w.area_code
        order by w.month, a.name limit 1;
        if told.month is not null then
            raise exception 'the month % of % is public since this began to be written', told.month, told.code
                using errcode = '23514', constraint = 'written_before_it_was_public',
                    detail = to_char(told.month, 'YYYY-MM ') || told.name;
        end if;
    end if;
    return null;
end $$;
comment on function guard_month() is
    'Keeps a month that is submitted or approved as it is, until it is opened again, and what stood when it was made public.';

-- What a publication told is worked out anew from the log, by the division that there is then.
create or replace function guard_division() returns trigger
language plpgsql security definer as $$
declare
    touched text[] := array[old.code, old.parent_code, new.parent_code];
begin
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') then
        return new;
    end if;
    if exists (select from reporting_period p where p.programme_id = old.programme_id and p.state <> 'open'
            and p.area_code = any (touched)) then
        raise exception 'the area % has months that are closed', old.code
            using errcode = '23514', constraint = 'division_of_closed_months';
    end if;
    if exists (select from publication p where p.programme_id = old.programme_id and p.area_codes && touched) then
        raise exception 'the area % is in counts that are public', old.code
            using errcode = '23514', constraint = 'division_of_published_counts';
    end if;
    return new;
end $$;
comment on function guard_division() is
    'Keeps what a closed month and a publication count: an area with such months is not moved to another.';

-- Meetings ----------------------------------------------------------------------------------------

create table meeting (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    held_on date not null,
    title text not null,
    diarienummer text,
    agenda text,
    subjects text[] not null,
    state text default 'planned' not null,
    as_of timestamptz,
    changed_by text default current_actor() not null,
    changed_at timestamptz default writing_moment() not null,
    constraint pk_meeting primary key (programme_id, id),
    constraint fk_meeting_programme_id foreign key (programme_id) references programme (id),
    constraint uq_meeting_programme_id_held_on_title unique (programme_id, held_on, title),
    constraint ck_meeting_title_filled check (btrim(title) <> ''),
    constraint ck_meeting_title_size check (length(title) <= 120),
    constraint ck_meeting_diarienummer_filled check (btrim(diarienummer) <> ''),
    constraint ck_meeting_diarienummer_size check (length(diarienummer) <= 40),
    constraint ck_meeting_diarienummer_impersonal check (is_free_of_identity_numbers(diarienummer)),
    constraint ck_meeting_agenda_filled check (btrim(agenda) <> ''),
    constraint ck_meeting_agenda_size check (length(agenda) <= 4000),
    constraint ck_meeting_agenda_impersonal check (is_free_of_identity_numbers(agenda)),
    constraint ck_meeting_title_impersonal check (is_free_of_identity_numbers(title)),
    constraint ck_meeting_subjects_some check (cardinality(subjects) > 0),
    constraint ck_meeting_subjects_known check
        (subjects <@ array['overview', 'changes', 'points', 'activities', 'money', 'questions']),
    constraint ck_meeting_state_known check (state in ('planned', 'open', 'closed')),
    constraint ck_meeting_as_of_closed check ((as_of is null) = (state <> 'closed')),
    constraint ck_meeting_papers_complete check
        (state = 'planned' or (diarienummer is not null and agenda is not null))
);
comment on table meeting is 'A meeting of the board.';
comment on column meeting.programme_id is 'The programme that the row belongs to.';
comment on column meeting.id is 'Key of the meeting.';
comment on column meeting.held_on is 'The day of the meeting.';
comment on column meeting.title is 'Whose meeting it is, as its papers call it.';
comment on column meeting.diarienummer is
    'The number of the matter in the register; null: not given yet, as only a planned meeting may be.';
comment on column meeting.agenda is 'The agenda as plain text, a line an item; null likewise.';
comment on column meeting.subjects is 'What is shown of the programme, in the order of the agenda.';
comment on column meeting.state is 'planned, open or closed.';
comment on column meeting.as_of is
    'The moment to which was known what the meeting was shown: that of its latest pack, else of its closing. Null until it is closed.';
comment on column meeting.changed_by is 'Who changed it last.';
comment on column meeting.changed_at is 'When it was changed last.';
select watch_table('meeting'::regclass, false);

create table meeting_pack (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    meeting_id bigint not null,
    version smallint not null,
    fingerprint text not null,
    content text not null,
    as_of timestamptz not null,
    replaces text,
    digests jsonb not null,
    is_public boolean default false not null,
    made_at timestamptz default writing_moment() not null,
    made_by text default current_actor() not null,
    constraint pk_meeting_pack primary key (programme_id, id),
    constraint fk_meeting_pack_programme_id_meeting_id foreign key (programme_id, meeting_id)
        references meeting (programme_id, id),
    constraint uq_meeting_pack_fingerprint unique (fingerprint),
    constraint uq_meeting_pack_programme_id_meeting_id_version unique (programme_id, meeting_id, version),
    constraint ck_meeting_pack_version_positive check (version > 0),
    constraint ck_meeting_pack_fingerprint_true check
        (fingerprint = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
    constraint ck_meeting_pack_content_size check (octet_length(content) <= 5000000),
    constraint ck_meeting_pack_replaces_shaped check (replaces ~ '^[0-9a-f]{64}$'),
    constraint ck_meeting_pack_replaces_later check ((replaces is null) = (version = 1))
);
comment on table meeting_pack is 'What a meeting was given to read: content that never changes, from which the files are made.';
comment on column meeting_pack.programme_id is 'The programme that the row belongs to.';
comment on column meeting_pack.id is 'Key of the pack.';
comment on column meeting_pack.meeting_id is 'The meeting that it is for.';
comment on column meeting_pack.version is '1, and more for each that takes the place of the one before.';
comment on column meeting_pack.fingerprint is 'SHA-256 of the content, in hexadecimal digits.';
comment on column meeting_pack.content is 'The content as canonical JSON (RFC 8785).';
comment on column meeting_pack.as_of is 'The moment to which its figures were known.';
comment on column meeting_pack.replaces is 'The fingerprint of the version whose place it takes.';
comment on column meeting_pack.digests is 'SHA-256 of each file as it was first made, by its name, and the version of the program.';
comment on column meeting_pack.is_public is 'Whether its files can be read by whoever has the link.';
comment on column meeting_pack.made_at is 'When it was made.';
comment on column meeting_pack.made_by is 'Who made it.';
select watch_table('meeting_pack'::regclass, false);

create function guard_meeting() returns trigger
language plpgsql security definer as $$
begin
    -- Whoever keeps the database may restore what was.
    if pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') then
        return new;
    end if;
    if tg_op = 'INSERT' and new.state <> 'planned' then
        raise exception 'a meeting is planned first'
            using errcode = '23514', constraint = 'meeting_takes_its_steps';
    elsif tg_op = 'UPDATE' and old.state = 'closed' then
        raise exception 'the meeting of % is closed', old.held_on
            using errcode = '23514', constraint = 'meeting_is_not_closed';
    elsif tg_op = 'UPDATE' and old.state || ' ' || new.state in ('planned closed', 'open planned') then
        raise exception 'a meeting is planned, then opened, then closed'
            using errcode = '23514', constraint = 'meeting_takes_its_steps';
    end if;
    new.as_of := case new.state when 'closed' then coalesce(
        (select max(p.as_of) from meeting_pack p where p.programme_id = new.programme_id and p.meeting_id = new.id),
        writing_moment()) end;
    new.changed_at := writing_moment();
    new.changed_by := current_actor();
    return new;
end $$;
comment on function guard_meeting() is 'Lets a meeting take its steps, planned, open, closed, and nothing of a closed one be changed.';
create trigger guard_meeting before insert or update on meeting for each row execute function guard_meeting();

create function guard_pack() returns trigger
language plpgsql security definer as $$
declare
    latest record;
    shown timestamptz;
begin
    if tg_op = 'INSERT' then
        -- First of all: a refusal that depends on the packs would tell of them.
        if not (pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage')
                or coalesce(viewer_programme('keep_meetings') = new.programme_id, false)) then
            raise exception 'this role makes no packs' using errcode = '42501';
        end if;
        -- One version after the other, also of two who make one at once.
        select as_of into shown from meeting m
        where m.programme_id = new.programme_id and m.id = new.meeting_id for no key update;
        -- The next meeting is told what has changed since what this one was shown.
        if shown is not null and shown <> new.as_of then
            raise exception 'the meeting is closed, and was shown another moment'
                using errcode = '23514', constraint = 'pack_of_what_was_shown';
        end if;
        select version, fingerprint into latest from meeting_pack p
        where p.programme_id = new.programme_id and p.meeting_id = new.meeting_id order by version desc limit 1;
        new.version := coalesce(latest.version, 0) + 1;
        if new.replaces is distinct from latest.fingerprint then
            raise exception 'a pack says which version it takes the place of'
                using errcode = '23514', constraint = 'pack_replaces_latest';
        end if;
        if new.as_of > writing_moment() then
            raise exception 'a pack is not known to a moment that has not come'
                using errcode = '23514', constraint = 'pack_is_of_the_past';
        end if;
        if not pg_catalog.pg_has_role(acting_role(), 'trygghet_owner', 'usage') then
            new.made_at := writing_moment();
            new.made_by := current_actor();
        end if;
    elsif tg_op = 'DELETE' or (to_jsonb(old) - 'is_public') <> (to_jsonb(new) - 'is_public') then
        raise exception 'a pack stays as it was made' using errcode = '42501', constraint = 'pack_stays';
    end if;
    perform pg_notify('meeting_pack', new.fingerprint);
    return new;
end $$;
comment on function guard_pack() is 'Numbers the versions of a pack, and keeps each as it was made; tells who serves it of each change.';
create trigger guard_pack before insert or update or delete on meeting_pack for each row execute function guard_pack();
create trigger guard_pack_truncate before truncate on meeting_pack for each statement execute function guard_published();

create function public_pack(of_fingerprint text) returns text
language sql stable security definer as $$
    select content from meeting_pack where fingerprint = of_fingerprint and is_public
$$;
comment on function public_pack(text) is 'The content of a pack whose link is public: it needs no sign-in.';

-- Questions ---------------------------------------------------------------------------------------

create table board_question (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    point_number smallint,
    figure text,
    told text not null,
    as_of timestamptz not null,
    question text not null,
    recorded_at timestamptz default writing_moment() not null,
    recorded_by text default current_actor() not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_why text,
    constraint pk_board_question primary key (programme_id, id),
    constraint fk_board_question_programme_id foreign key (programme_id) references programme (id),
    constraint fk_board_question_programme_id_point_number foreign key (programme_id, point_number)
        references point (programme_id, number),
    constraint ck_board_question_about_one check ((point_number is null) <> (figure is null)),
    constraint ck_board_question_figure_filled check (btrim(figure) <> ''),
    constraint ck_board_question_told_filled check (btrim(told) <> ''),
    constraint ck_board_question_told_size check (length(told) <= 300),
    constraint ck_board_question_told_impersonal check (is_free_of_identity_numbers(told)),
    constraint ck_board_question_question_filled check (btrim(question) <> ''),
    constraint ck_board_question_question_size check (length(question) <= 1000),
    constraint ck_board_question_question_impersonal check (is_free_of_identity_numbers(question)),
    constraint ck_board_question_as_of_known check (as_of <= recorded_at),
    constraint ck_board_question_withdrawn_whole check
        ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    constraint ck_board_question_withdrawn_after_recorded check (withdrawn_at >= recorded_at),
    constraint ck_board_question_withdrawn_why_filled check (btrim(withdrawn_why) <> ''),
    constraint ck_board_question_withdrawn_why_impersonal check (is_free_of_identity_numbers(withdrawn_why))
);
comment on table board_question is 'What a member of the board asks of a figure or a point, as it was seen then: a fact.';
comment on column board_question.programme_id is 'The programme that the row belongs to.';
comment on column board_question.id is 'Key of the question.';
comment on column board_question.point_number is 'The point that it is about; null: a figure.';
comment on column board_question.figure is 'The figure that it is about, by its code; null: a point.';
comment on column board_question.told is 'What the figure or the point told, in words, as the question was asked.';
comment on column board_question.as_of is 'The moment to which that was known.';
comment on column board_question.question is 'What is asked. Never about an individual.';
comment on column board_question.recorded_at is 'When the database got to know it; set by the database, one moment a transaction.';
comment on column board_question.recorded_by is 'Who told it: the person of the application, else the database login.';
comment on column board_question.withdrawn_at is 'When it was withdrawn; null while it stands.';
comment on column board_question.withdrawn_by is 'Who withdrew it.';
comment on column board_question.withdrawn_why is 'Why it was withdrawn.';
select watch_table('board_question'::regclass, true);

create table question_handling (
    programme_id integer default default_programme() not null,
    id bigint generated always as identity,
    question_id bigint not null,
    owner_id bigint,
    owner text not null,
    due_on date not null,
    answer text,
    recorded_at timestamptz default writing_moment() not null,
    recorded_by text default current_actor() not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    withdrawn_why text,
    constraint pk_question_handling primary key (programme_id, id),
    constraint fk_question_handling_programme_id foreign key (programme_id) references programme (id),
    constraint fk_question_handling_programme_id_question_id foreign key (programme_id, question_id)
        references board_question (programme_id, id),
    constraint fk_question_handling_programme_id_owner_id foreign key (programme_id, owner_id)
        references app_user (programme_id, id),
    constraint ck_question_handling_owner_filled check (btrim(owner) <> ''),
    constraint ck_question_handling_owner_impersonal check (is_free_of_identity_numbers(owner)),
    constraint ck_question_handling_answer_filled check (btrim(answer) <> ''),
    constraint ck_question_handling_answer_size check (length(answer) <= 4000),
    constraint ck_question_handling_answer_impersonal check (is_free_of_identity_numbers(answer)),
    constraint ck_question_handling_withdrawn_whole check
        ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    constraint ck_question_handling_withdrawn_after_recorded check (withdrawn_at >= recorded_at),
    constraint ck_question_handling_withdrawn_why_filled check (btrim(withdrawn_why) <> ''),
    constraint ck_question_handling_withdrawn_why_impersonal check (is_free_of_identity_numbers(withdrawn_why))
);
create unique index uq_question_handling_standing on question_handling (programme_id, question_id) where withdrawn_at is null;
comment on table question_handling is 'Who answers a question, by when, and the answer once there is one: a fact.';
comment on column question_handling.programme_id is 'The programme that the row belongs to.';
comment on column question_handling.id is 'Key of the row.';
comment on column question_handling.question_id is 'The question.';
comment on column question_handling.owner_id is 'The account of who answers; null: told by name only.';
comment on column question_handling.owner is 'The name of who answers, as it was then.';
comment on column question_handling.due_on is 'The day by which it is answered.';
comment on column question_handling.answer is 'The answer; null until there is one. Never about an individual.';
comment on column question_handling.recorded_at is 'When the database got to know it; set by the database, one moment a transaction.';
comment on column question_handling.recorded_by is 'Who told it: the person of the application, else the database login.';
comment on column question_handling.withdrawn_at is 'When it was withdrawn; null while it stands.';
comment on column question_handling.withdrawn_by is 'Who withdrew it.';
comment on column question_handling.withdrawn_why is 'Why it was withdrawn.';
select watch_table('question_handling'::regclass, true);

create function guard_handling() returns trigger
language plpgsql security definer as $$
begin
    -- Waits for whoever withdraws the question, and they for this.
    perform from board_question q where q.programme_id = new.programme_id and q.id = new.question_id
        and q.withdrawn_at is null for share;
    if not found then
        raise exception 'the question % does not stand', new.question_id
            using errcode = '23514', constraint = 'handled_question_stands';
    end if;
    if new.owner_id is not null then
        new.owner := coalesce((select u.name from app_user u
            where u.programme_id = new.programme_id and u.id = new.owner_id), new.owner);
    end if;
    return new;
end $$;
comment on function guard_handling() is 'Lets a question that stands be handled, and names who answers as the account does.';
create trigger guard_handling before insert on question_handling for each row execute function guard_handling();

create function guard_question() returns trigger
language plpgsql security definer as $$
begin
    -- The row is locked by now: whoever was answering has been waited for.
    if exists (select from question_handling h where h.programme_id = old.programme_id and h.question_id = old.id
            and h.withdrawn_at is null and h.answer is not null) then
        raise exception 'the question % is answered', old.id
            using errcode = '23514', constraint = 'answered_question_stays';
    end if;
    return new;
end $$;
comment on function guard_question() is 'Keeps a question that has been answered: the answer is not left without it.';
create trigger guard_question before update on board_question for each row execute function guard_question();

create function people_to_answer(whose integer) returns table (id bigint, name text, role text)
language sql stable security definer as $$
    select u.id, u.name, u.role from app_user u
    join role_right r on r.role = u.role and r.action = 'answer'
    where u.programme_id = whose and u.is_active
        and (viewer_programme('answer') = whose
            or pg_catalog.pg_has_role(acting_role(), 'trygghet_operator', 'usage'))
    order by u.name, u.id
$$;
comment on function people_to_answer(integer) is 'The accounts that may answer questions, for those who may.';

-- Rights ------------------------------------------------------------------------------------------

alter table row_version enable row level security;
create policy seen on row_version for select to trygghet_app
    using (table_name <> 'funding_source' and programme_id = (select seen_programme('see_points')));
create policy seen_money on row_version for select to trygghet_app
    using (table_name = 'funding_source' and programme_id = (select viewer_programme('see_money')));
create policy operated on row_version for select to trygghet_operator using (true);
do $$
declare
    rule record;
begin
    for rule in select * from (values ('meeting', 'see_points', 'keep_meetings'), ('meeting_pack', 'see_packs', 'keep_meetings'),
        ('board_question', 'see_points', 'ask'), ('question_handling', 'see_points', 'answer')) as r(kept, seen, written) loop
        execute format('alter table %I enable row level security', rule.kept);
        execute format('create policy seen on %I for select to trygghet_app
            using (programme_id = (select seen_programme(%L)))', rule.kept, rule.seen);
        execute format('create policy inserted on %I for insert to trygghet_app
            with check (programme_id = (select viewer_programme(%L)))', rule.kept, rule.written);
        execute format('create policy updated on %I for update to trygghet_app
            using (programme_id = (select seen_programme(%L)) %s)', rule.kept, rule.written,
            -- A question is its asker's to withdraw.
            case rule.kept when 'board_question' then 'and recorded_by = (select viewer_name())' else '' end);
        execute format('create policy operated on %I to trygghet_operator using (true) with check (true)', rule.kept);
    end loop;
end $$;
grant select on row_version, meeting, meeting_pack, board_question, question_handling to trygghet_app;
grant select on row_version to trygghet_operator;
grant insert (programme_id, held_on, title, diarienummer, agenda, subjects),
    update (held_on, title, diarienummer, agenda, subjects, state) on meeting to trygghet_app;
grant insert (programme_id, meeting_id, content, fingerprint, as_of, replaces, digests), update (is_public)
    on meeting_pack to trygghet_app;
grant insert (programme_id, point_number, figure, told, as_of, question), update (withdrawn_why)
    on board_question to trygghet_app;
grant insert (programme_id, question_id, owner_id, owner, due_on, answer), update (withdrawn_why)
    on question_handling to trygghet_app;
revoke execute on function guard_haste(), keep_version(), keep_versions(regclass, text), guard_meeting(), guard_pack(), public_pack(text),
    guard_handling(), guard_question(), people_to_answer(integer) from public;
grant execute on function public_pack(text), people_to_answer(integer) to trygghet_app;
