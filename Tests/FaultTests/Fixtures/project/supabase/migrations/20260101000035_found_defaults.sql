create table app.found_defaults as select current_setting('work_mem') as memory;
