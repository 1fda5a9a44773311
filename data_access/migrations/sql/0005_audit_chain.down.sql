drop trigger chain_event on audit_event;
drop function chain_event();
drop function audit_faults();
drop function audit_length();
drop function link_event(audit_event);
drop function audit_hash(audit_event);
drop table audit_head;
alter table audit_event drop column position, drop column previous, drop column hash;
