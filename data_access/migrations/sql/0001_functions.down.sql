drop function default_programme();
drop function current_actor();
drop function acting_role();
drop function writing_moment();
