alter table app.tag cluster on tag_id;
cluster;
analyze app.tag;
