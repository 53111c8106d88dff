create extension if not exists pgsodium;
create extension if not exists pgjwt with schema extensions;
select extensions.sign('{"sub": "x"}'::json, 'secret');
