-- Each event knows the one before it by its hash: what is changed or taken away breaks the chain.

alter table audit_event
    add column position bigint,
    add column previous bytea,
    add column hash bytea,
    add constraint uq_audit_event_position unique (position);
comment on column audit_event.position is 'Place in the chain, without gaps, in the order of the commits.';
comment on column audit_event.previous is 'Hash of the event before it.';
comment on column audit_event.hash is 'SHA-256 of all of the event, the hash before it among it.';

create table audit_head (
    "only" boolean default 'true' not null,
    position bigint not null,
    hash bytea not null,
    kept_after bigint not null,
    kept_hash bytea not null,
    constraint pk_audit_head primary key ("only"),
    constraint ck_audit_head_one_row check ("only")
);
comment on table audit_head is 'The last link of the audit''s chain, and the last one that was pruned.';
comment on column audit_head."only" is 'Always true.';
comment on column audit_head.position is 'Place of the last event.';
comment on column audit_head.hash is 'Its hash.';
comment on column audit_head.kept_after is 'Place of the last event that was pruned; 0: none was.';
comment on column audit_head.kept_hash is 'Its hash, on which the first kept event builds.';
insert into audit_head (position, hash, kept_after, kept_hash) values (0, '', 0, '');

create function audit_hash(event audit_event) returns bytea
language sql stable set timezone = 'UTC' as $$
    select sha256(convert_to((to_jsonb(event) - 'hash')::text, 'UTF8'))
$$;
comment on function audit_hash(audit_event) is
    'The hash of an event: of all its other columns as JSON, with times in UTC.';

create function link_event(event audit_event) returns void
language plpgsql as $$
declare
    head audit_head;
begin
    select * into head from audit_head for update;
    event.position := head.position + 1;
    event.previous := head.hash;
    event.hash := audit_hash(event);
    update audit_event set position = event.position, previous = event.previous, hash = event.hash
    where id = event.id;
    update audit_head set position = event.position, hash = event.hash;
end $$;
comment on function link_event(audit_event) is 'Puts an event last in the chain.';

create function chain_event() returns trigger
language plpgsql security definer as $$
begin
    -- Runs as the transaction commits: no writer waits for another longer than a commit takes.
    perform link_event(new);
    return null;
end $$;
comment on function chain_event() is 'Links an event to the one that was committed before it.';

do $$
declare
    old audit_event;
begin
    for old in select * from audit_event order by id loop
        perform link_event(old);
    end loop;
end $$;

create constraint trigger chain_event after insert on audit_event
    deferrable initially deferred for each row execute function chain_event();

create function audit_faults() returns table (place bigint, event bigint, fault text)
language plpgsql stable security definer as $$
declare
    head audit_head;
begin
    select * into head from audit_head;
    return query
    with link as (
        select e.id, e.position, e.previous, e.hash, audit_hash(e) as right_hash,
            lag(e.position, 1, head.kept_after) over (order by e.position) as position_before,
            lag(e.hash, 1, head.kept_hash) over (order by e.position) as hash_before,
            lag(e.id) over (order by e.position) as id_before
        from audit_event e where e.position > head.kept_after
    ), last as (
        select max(link.position) as position from link
    )
    select l.position, l.id, 'changed' from link l where l.hash is distinct from l.right_hash
    union all
    -- Changed, and given the hash of what it says now: the next one still knows the old one.
    select l.position_before, l.id_before, 'changed' from link l
    where l.position = l.position_before + 1 and l.previous is distinct from l.hash_before
    union all
    select l.position, l.id, 'changed' from link l
    where l.position = head.position and l.hash is distinct from head.hash
        and l.hash is not distinct from l.right_hash
    union all
    select gap, null::bigint, 'missing' from link l,
        generate_series(l.position_before + 1, l.position - 1) gap
    union all
    select gap, null::bigint, 'missing'
    from last, generate_series(coalesce(last.position, head.kept_after) + 1, head.position) gap
    union all
    select e.position, e.id, 'unlinked' from audit_event e
    where e.position is null or e.position <= head.kept_after or e.position > head.position
    order by 1, 2;
end $$;
comment on function audit_faults() is
    'The events that were changed, removed or slipped in since they were written; none in a whole chain.';

create function audit_length() returns bigint
language sql stable security definer as $$
    select position from audit_head
$$;
comment on function audit_length() is 'How many events have been written, the pruned ones too.';

revoke execute on all functions in schema public from public;
grant execute on function audit_faults(), audit_length() to trygghet_app;
