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
