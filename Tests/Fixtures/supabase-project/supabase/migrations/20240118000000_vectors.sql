create extension if not exists vector with schema extensions;
create table public.embedding (
  note_id bigint primary key references public.note on delete cascade,
  content extensions.vector(3) not null,
  half extensions.halfvec(3)
);
create index on public.embedding using hnsw (content extensions.vector_cosine_ops) with (m = 16, ef_construction = 64);
create index embedding_lists on public.embedding using ivfflat (content extensions.vector_l2_ops) with (lists = 10);
