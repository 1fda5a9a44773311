drop function people_to_answer(integer), public_pack(text);
drop table question_handling, board_question, meeting_pack, meeting;
drop function guard_handling(), guard_question(), guard_pack(), guard_meeting();
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
