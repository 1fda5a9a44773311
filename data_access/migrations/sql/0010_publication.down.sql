drop view reporting_activity;
drop table published_count, publication;
drop function guard_published(), guard_published_counts(), registered_by_month(integer, date, date),
    guard_publication(), hold_publications(integer);
delete from role_right where action in ('see_published', 'publish');
