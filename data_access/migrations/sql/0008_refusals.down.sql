create or replace view audit_reading with (security_barrier) as
select e.id, e.at, e.actor, e.action, e.table_name,
       -- How many rows of counts there are is a count too.
       case when shown.whole then e.row_count end as row_count,
       e.address,
       case when shown.whole then e.changes end as changes
from audit_event e
cross join lateral (select e.table_name is null or e.table_name in ('programme', 'area', 'area_population',
    'target_group', 'partner', 'activity_kind', 'import_batch', 'app_user')) as shown (whole)
where e.programme_id = (select viewer_programme('see_audit'))
   or (e.programme_id is null and (select viewer_programme('see_audit')) is not null);

do $$
declare
    rule record;
begin
    for rule in select tablename, policyname, qual as held from pg_policies
        where schemaname = 'public' and qual like '%seen_programme(%' loop
        execute format('alter policy %I on %I using (%s)', rule.policyname, rule.tablename,
            replace(rule.held, 'seen_programme(', 'viewer_programme('));
    end loop;
    foreach rule.tablename in array array['budget_line', 'ledger_entry', 'forecast'] loop
        execute format('alter policy seen on %I using (programme_id = (select viewer_programme(''see_money'')))',
            rule.tablename);
    end loop;
end $$;
drop function seen_programme(text);

create or replace function note_refusal(what jsonb) returns void
language sql security definer as $$
    select note_happening('refused', (select programme_id from viewer_user()), current_actor(), what)
$$;
