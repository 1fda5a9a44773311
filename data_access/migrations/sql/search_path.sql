-- A client's own temporary tables never stand in for the real ones inside a function. Run after
-- functions were made or replaced, which forgets the setting.
do $$
declare
    ours regprocedure;
begin
    for ours in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
        and pg_get_userbyid(proowner) = current_user loop
        execute format('alter function %s set search_path = public, pg_temp', ours);
    end loop;
end $$;
