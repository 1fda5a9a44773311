-- What the tables' defaults call. Written in plpgsql, so that they may name tables to come.

create function default_programme() returns integer
language plpgsql stable as $$
begin
    return coalesce(
        nullif(current_setting('trygghet.programme', true), '')::integer,
        (select min(id) from programme)
    );
end $$;
comment on function default_programme() is
    'The programme of a writer who names none: the session''s, else the deployment''s first.';

create function acting_role() returns name
language sql stable as $$
    select case current_setting('role') when 'none' then session_user
           else current_setting('role')::name end
$$;
comment on function acting_role() is
    'The role of the connection, also inside functions that run as the owner.';

create function current_actor() returns text
language plpgsql stable as $$
begin
    -- Only the application may speak for a person; a source system is its own login.
    if pg_has_role(acting_role(), 'trygghet_app', 'usage') then
        return coalesce(nullif(current_setting('trygghet.actor', true), ''), session_user);
    end if;
    return session_user;
end $$;
comment on function current_actor() is 'Who writes: the person of the application, else the login.';

create function writing_moment() returns timestamptz
language plpgsql volatile as $$
declare
    noted timestamptz := nullif(current_setting('trygghet.moment', true), '')::timestamptz;
begin
    -- One moment a transaction, so that no as-of ever shows half of one. What a client might put
    -- there itself holds only within its own transaction's time.
    if noted between now() and clock_timestamp() then
        return noted;
    end if;
    noted := clock_timestamp();
    perform set_config('trygghet.moment', noted::text, true);
    return noted;
end $$;
comment on function writing_moment() is 'When the transaction''s facts are recorded or withdrawn.';

-- Anybody may ask which version this is: a program that does not fit must be able to say so.
grant select on alembic_version to public;
