-- Two users with their rows.
insert into auth.users (id, email, aud, role, raw_user_meta_data)
values
  ('00000000-0000-0000-0000-00000000000a', 'ada@example.com', 'authenticated', 'authenticated', '{"full_name": "Ada; A."}'),
  ('00000000-0000-0000-0000-00000000000b', 'bob@example.com', 'authenticated', 'authenticated', '{}');
insert into auth.identities (provider_id, user_id, identity_data, provider)
select id::text, id, jsonb_build_object('email', email), 'email' from auth.users;
