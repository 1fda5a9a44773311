drop view reporting_point;
drop view reporting_money;
revoke all on all tables in schema public from trygghet_app, trygghet_source, trygghet_reader;
do $$
declare
    held record;
begin
    -- Rights on single columns are not touched by the line above.
    for held in select distinct grantee, table_name, privilege_type, column_name
        from information_schema.column_privileges
        where table_schema = 'public' and grantee in ('trygghet_app', 'trygghet_source', 'trygghet_reader') loop
        execute format('revoke %s (%I) on %I from %I', held.privilege_type, held.column_name, held.table_name, held.grantee);
    end loop;
end $$;
revoke usage on schema public from trygghet_app, trygghet_source, trygghet_reader;
grant execute on all functions in schema public to public;
revoke execute on all functions in schema public from trygghet_app, trygghet_source, trygghet_reader;
