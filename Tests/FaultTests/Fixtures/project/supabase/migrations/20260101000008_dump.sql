--
-- PostgreSQL database dump
--

\restrict kL2xq

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TABLE app.currency (code text NOT NULL, digits integer);
COPY app.currency (code, digits) FROM stdin (FORMAT csv, HEADER);
code,digits
EUR,2
JPY,0
\.
ALTER TABLE ONLY app.currency ADD CONSTRAINT currency_pkey PRIMARY KEY (code);

\unrestrict kL2xq
