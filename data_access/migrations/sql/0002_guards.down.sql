-- Each trigger goes with its function.
drop function watch_table(regclass, boolean);
drop function note_writer() cascade;
drop function guard_fact() cascade;
drop function note_write() cascade;
drop function summarise_activities() cascade;
drop function guard_days() cascade;
drop function guard_codes() cascade;
drop function guard_programme() cascade;
drop function guard_area_level() cascade;
drop function add_to_summary(jsonb);
drop function fold_revisions();
drop function revision_token();
drop function await_settled(timestamptz);
delete from revision_base;
