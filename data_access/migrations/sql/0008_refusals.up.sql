-- What row-level security hides from a viewer is noted in the audit.

create or replace function note_refusal(what jsonb) returns void
language plpgsql security definer as $$
declare
    by_whom text := current_actor();
begin
    -- Asked for again and again it is one attempt, which must not fill the log.
    if 20 > (select count(*) from audit_event where at > clock_timestamp() - interval '10 minutes'
            and action = 'refused' and actor = by_whom and changes = what) then
        perform note_happening('refused', (select programme_id from viewer_user()), by_whom, what);
    end if;
end $$;

create function seen_programme(needed text) returns integer
language plpgsql security definer as $$
declare
    whose integer := viewer_programme(needed);
    told text := coalesce(current_setting('trygghet.refused', true), '');
begin
    -- Once a transaction; and not where nothing may be written, or nobody has signed in.
    if whose is null and current_setting('transaction_read_only') = 'off'
        and told not like '%' || needed || '%' and (viewer_user()).id is not null then
        perform set_config('trygghet.refused', told || ' ' || needed, true);
        perform note_refusal(jsonb_build_object('asked', 'sql', 'needed', needed));
    end if;
    return whose;
end $$;
comment on function seen_programme(text) is
    'The viewer''s programme, as viewer_programme has it; notes a viewer who lacks the right.';
revoke execute on function seen_programme(text) from public;
grant execute on function seen_programme(text) to trygghet_app;

do $$
declare
    rule record;
begin
    for rule in select tablename, policyname, coalesce(qual, '') as held from pg_policies
        where schemaname = 'public' and roles = '{trygghet_app}' and cmd in ('SELECT', 'UPDATE')
            and tablename not in ('funding_source', 'budget_line', 'ledger_entry', 'forecast') loop
        execute format('alter policy %I on %I using (%s)', rule.policyname, rule.tablename,
            replace(rule.held, 'viewer_programme(', 'seen_programme('));
    end loop;
    -- A team leader is no stranger to the money: who sees a part of it sees no more, unnoted.
    foreach rule.tablename in array array['budget_line', 'ledger_entry', 'forecast'] loop
        execute format('alter policy seen on %I using (programme_id = coalesce(
            (select viewer_programme(''see_money'')), case when (select viewer_programme(''see_own_money'')) is null
            then (select seen_programme(''see_money'')) end))', rule.tablename);
    end loop;
    foreach rule.tablename in array array['funding_source', 'budget_line', 'ledger_entry', 'forecast'] loop
        execute format('alter policy updated on %I using (programme_id = (select seen_programme(''keep_money'')))',
            rule.tablename);
    end loop;
    alter policy seen on funding_source using (programme_id = (select seen_programme('see_money')));
end $$;

create or replace view audit_reading with (security_barrier) as
select e.id, e.at, e.actor, e.action, e.table_name,
       -- How many rows of counts there are is a count too.
       case when shown.whole then e.row_count end as row_count,
       e.address,
       case when shown.whole then e.changes end as changes
from audit_event e
cross join lateral (select e.table_name is null or e.table_name in ('programme', 'area', 'area_population',
    'target_group', 'partner', 'activity_kind', 'import_batch', 'app_user')) as shown (whole)
where e.programme_id = (select seen_programme('see_audit'))
   or (e.programme_id is null and (select viewer_programme('see_audit')) is not null);
