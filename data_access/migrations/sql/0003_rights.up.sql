-- Least privilege: the application, the source systems, and the readers of reports.

create view reporting_point as
select p.programme_id, p.number, p.title, p.focus_area, p.responsible_unit, p.starts_on, p.due_on,
       s.status, s.progress_percent, s.forecast_date, s.as_of_date
from point p
left join lateral (
    select * from status_report r
    where r.programme_id = p.programme_id and r.point_number = p.number and r.withdrawn_at is null
    order by r.as_of_date desc limit 1
) s on true;
comment on view reporting_point is 'The points with their latest standing status; no counts of people.';

create view reporting_money as
select f.programme_id, f.code as source_code, f.name, l.month, l.amount
from funding_source f
join (
    select programme_id, source_code, date_trunc('month', booked_on)::date as month, sum(amount) as amount
    from ledger_entry where withdrawn_at is null group by 1, 2, 3
) l on l.programme_id = f.programme_id and l.source_code = f.code;
comment on view reporting_money is 'What has been booked per source and month, SEK; no counts of people.';

grant usage on schema public to trygghet_app, trygghet_source, trygghet_reader;

grant select on all tables in schema public to trygghet_app;
revoke select on audit_event from trygghet_app;
grant insert (programme_id, kind, file_name, sha256, rows_read, accepted, already_present, rejected)
    on import_batch to trygghet_app;
grant update (rows_read, accepted, already_present, rejected) on import_batch to trygghet_app;

do $$
declare
    kept text;
    columns text;
begin
    foreach kept in array array['programme', 'focus_area', 'target_group', 'partner', 'area',
        'area_population', 'point', 'milestone', 'indicator', 'activity_kind', 'reporting_period',
        'funding_source'] loop
        -- Never a key: other rows, arrays of codes among them, know a row by it.
        select string_agg(quote_ident(attname), ', ') into columns from pg_attribute a
        where attrelid = kept::regclass and attnum > 0 and not attisdropped and attgenerated = ''
          and not exists (select from pg_index i where i.indrelid = a.attrelid and i.indisprimary
                          and a.attnum = any (i.indkey));
        execute format('grant insert on %1$I to trygghet_app', kept);
        execute format('grant update (%2$s) on %1$I to trygghet_app', kept, columns);
    end loop;
end $$;

do $$
declare
    fact text;
    columns text;
begin
    foreach fact in array array['activity', 'status_report', 'indicator_value', 'budget_line',
        'ledger_entry', 'forecast'] loop
        -- When and by whom is the database's word: those columns nobody else fills in.
        select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
        where attrelid = fact::regclass and attnum > 0 and not attisdropped
          and attname not in ('id', 'recorded_at', 'recorded_by', 'withdrawn_at', 'withdrawn_by', 'withdrawn_why');
        execute format('grant insert (%s) on %I to trygghet_app', columns, fact);
        execute format('grant update (withdrawn_why) on %I to trygghet_app', fact);
        if fact in ('activity', 'ledger_entry') then
            execute format('grant insert (%s), select (programme_id, id, source_ref) on %I to trygghet_source', columns, fact);
        end if;
    end loop;
end $$;

grant select (id, code, name, starts_on, ends_on) on programme to trygghet_source;
grant select (programme_id, code, name, level, parent_code) on area to trygghet_source;
grant select (programme_id, number, title) on point to trygghet_source;
grant select (programme_id, code, name) on target_group, partner, activity_kind, funding_source to trygghet_source;

grant select on reporting_point, reporting_money to trygghet_reader;

-- A trigger's function needs no right to be called by its trigger; called or attached by others it
-- could forge the summary and the audit.
revoke execute on all functions in schema public from public;
grant execute on function default_programme(), acting_role(), current_actor(), writing_moment(),
    revision_token(), await_settled(timestamptz) to trygghet_app, trygghet_source, trygghet_reader;
