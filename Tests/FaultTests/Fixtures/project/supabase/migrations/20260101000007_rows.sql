create table app.country (code text primary key, name text);
copy app.country (code, name) from stdin;
de	Germany
fr	France
it	Italy
\.
create index country_name on app.country (name);
